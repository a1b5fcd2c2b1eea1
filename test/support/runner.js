import LightRunner from 'jest-light-runner';

/** jest-light-runner, which hands `--randomize` and its `--seed` on to test/support/each-test.ts. */
export default class Runner extends LightRunner {
  constructor(globalConfig, ...rest) {
    super(globalConfig, ...rest);
    if (globalConfig.randomize) process.env.TEST_ORDER_SEED = String(globalConfig.seed);
  }
}
