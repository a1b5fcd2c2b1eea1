import config from './jest.config.js';

// The sandbox's page in a real Chromium, one file at a time: each starts a sandbox of its own.
export default {
  ...config,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
