export default {
  // Loads sources and packages as Node itself does, types stripped, once for each worker: half the time of
  // Jest's own runner, which makes everything anew for each file. So no module may keep state, and test/arrows.test.ts sees to that.
  runner: '<rootDir>/test/support/runner.js',
  setupFilesAfterEnv: ['<rootDir>/test/support/each-test.ts'],
  testMatch: ['<rootDir>/{test,sandbox/test}/**/*.test.ts'],
  // These need a browser: npm run test:browser.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
  // On two cores: a third has something to do while the others wait for a timer.
  maxWorkers: 3,
};
