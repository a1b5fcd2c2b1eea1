import { seeded } from '../../sandbox/domo/seed.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { checkClock } from '../../src/commands/check-clock.ts';
import { doctor } from '../../src/commands/doctor.ts';
import { runCommand } from '../support/run-command.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

async function see(env: Record<string, string | undefined>, args: string[]): Promise<{ code: number; said: string }> {
  const { code, out, err } = await runCommand(doctor, args, env);
  return { code, said: out + err };
}

test('proves the right to write by writing back what is there, and says so first', async () => {
  const { domo, env } = stage;
  const before = structuredClone(domo.world.dataset(seeded.party));
  const { said, code } = await see(env, [
    '--write',
    `https://acme.domo.com/datasources/${seeded.party}/details/overview`,
  ]);
  expect(said).toMatch(
    /· Domo: now I write the name and description of ".*" \(\S+\) back as they are[\s\S]*✓ Domo: ".*" can be written, and nothing in it changed\./,
  );
  expect(code).toBe(0);
  expect(domo.calls.puts(seeded.party)).toBe(1);
  const put = domo.calls.recent().find(({ method }) => method === 'PUT');
  expect(Object.keys(JSON.parse(put?.body ?? '{}')).toSorted()).toEqual(['description', 'name']);
  expect(domo.world.dataset(seeded.party)).toEqual({ ...before, updatedAt: expect.any(String) });
  domo.faults.add({ kind: 'refused' }, { method: 'PUT' });
  expect((await see(env, ['--write', seeded.party])).said).toMatch(
    /✗ Domo: ".*" can't be written: Domo denied access\./,
  );
  domo.faults.clear();
  domo.faults.add({ kind: 'also_moves', field: 'pdpEnabled' });
  expect((await see(env, ['--write', seeded.party])).said).toMatch(
    /✗ Domo: ".*" was written back .* now shows another pdpEnabled/,
  );
  expect((await see(env, ['--write', 'no-such-id'])).said).toMatch(
    /✗ Domo: can't read the dataset no-such-id: .*Nothing was written/,
  );
  expect((await see(env, ['--wrote'])).code).toBe(1);
});

test("compares the clock with Slack's", async () => {
  const { apiUrl } = stage.slack;
  const at = async (ms: number) => (await checkClock(apiUrl, () => Date.now() + ms))[0];
  expect(await at(0)).toMatchObject({ mark: 'good' });
  expect(await at(-120_000)).toMatchObject({ mark: 'note', text: expect.stringMatching(/1[12]\d s behind Slack's/) });
  expect(await at(600_000)).toMatchObject({
    mark: 'bad',
    text: expect.stringMatching(/(599|60\d) s ahead of Slack's/),
  });
  expect(await checkClock('http://127.0.0.1:1/api/')).toEqual([]);
});
