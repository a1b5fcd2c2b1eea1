import { until } from '../../test/support/until.ts';
import { type AppProcess, createAppProcess } from '../app-process.ts';
import { openStage, type Stage } from '../stage.ts';

let stage: Stage;
let app: AppProcess;

beforeEach(async () => {
  stage = await openStage();
  app = createAppProcess({ ...stage.env, LOG_LEVEL: 'warn' });
});

afterEach(async () => {
  await app.stop();
  await stage.close();
});

test('restarts that overlap, the first start among them, are all answered, and one app is left', async () => {
  const first = app.start();
  await until(() => app.state() === 'starting');
  await Promise.all([first, app.restart(), app.restart()]);
  expect(app.state()).toBe('running');
});

test('what it wrote comes back when it can not start, and nothing starts after the end', async () => {
  const broken = createAppProcess({ ...stage.env, POLICY_FILE: '/nowhere/policy.yml' });
  await expect(broken.start()).rejects.toThrow('/nowhere/policy.yml');
  await broken.stop();
  await expect(broken.restart()).rejects.toThrow('being stopped');
});
