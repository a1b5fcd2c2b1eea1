import { slackIdOf } from '../../../src/workflow/tell/slack-id-of.ts';
import { startWorkbench, type Workbench } from '../new-context.ts';

const emmy = { id: 32, name: 'Emmy Noether' };
const emmyInSlack = 'U0EMMY00001';
let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
  await bench.ctx.catalog.sync();
});

afterAll(() => bench.close());

/** Who in Slack hears of what somebody owns in Domo, under a policy that names these people. */
function hears(owner: { id: number; name: string }, people: Record<string, number | 'none'> = {}) {
  const { ctx } = bench;
  return slackIdOf({ ...ctx, policy: { ...ctx.policy, people } }, owner);
}

test('an owner in Domo hears by the Slack account of their email, or whichever the policy names', async () => {
  expect(await hears(emmy)).toBe(emmyInSlack);
  expect(await hears({ id: 36, name: 'Johann Bernoulli' }, { [emmyInSlack]: 36 })).toBe(emmyInSlack);
});

test('whoever the policy knows as another Domo user, or as none, does not hear of what this one owns', async () => {
  expect(await hears(emmy, { [emmyInSlack]: 36 })).toBeUndefined();
  expect(await hears(emmy, { [emmyInSlack]: 'none' })).toBeUndefined();
});

test('neither a guest nor somebody who has left Slack hears of it, whoever names them', async () => {
  const [galois, fermat] = [
    { id: 35, name: 'Evariste Galois' },
    { id: 38, name: 'Pierre de Fermat' },
  ];
  expect(await hears(galois)).toBeUndefined();
  expect(await hears(galois, { U0EVARISTE1: 35 })).toBeUndefined();
  expect(await hears(fermat, { U0PIERRE001: 38 })).toBeUndefined();
});
