import { addLeavers, approveUntil, askAndSee, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const datasets = 3_000;

const steward = sharedSteward({
  world: (world) => addLeavers(world, 1, datasets),
  env: { DOMO_CONCURRENCY: '8' },
  overrides: { timing: { progress: 500 } },
});

// All of them would take a minute of the three that the suites have; the bench applies 3,000.
test('3,000 datasets in one plan: listed whole, decided, applied with progress, and stopped in the middle', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const { card, number } = await askAndSee(steward, { from: firstLeaver });
  expect(card.text).toContain('3,000 datasets');
  const plan = emmy.thread(card).flatMap((reply) => reply.files);
  expect(plan[0]?.text.trim().split('\n')).toHaveLength(datasets + 1);
  await emmy.press(card, 'Details');
  expect((await emmy.modal(/of 3,000 datasets/)).text).toContain('1–25');
  await emmy.pressInModal('Next');
  const second = await emmy.modal(/26–50 of 3,000/);
  expect(await emmy.search(/of 3,000 datasets/, '')).toHaveLength(100);
  await emmy.choose(/of 3,000 datasets/, /Dataset 2987 of/, { search: '2987' });
  expect((await emmy.dismiss(/of 3,000/, { after: second })).text).toContain('-000000002987');

  const running = await approveUntil(steward, card, /⚙️ Changing datasets: (?:[1-9]\d\d|1,\d{3}) of 3,000/);
  await emmy.press(running, 'Stop', { confirm: true });
  const done = await emmy.seesChange(card, /datasets changed[\s\S]*Stopped by Emmy Noether/);
  const written = domo.calls.count('PUT');
  const stopped = (datasets - written).toLocaleString('en');
  expect(done.text).toContain(`${written.toLocaleString('en')} of 3,000 datasets changed`);
  expect(domo.world.ownedBy(firstLeaver)).toHaveLength(datasets - written);
  expect(done.text).toContain(`${stopped} not started`);
  expect(done.buttons).toContain('Retry failed');
  expect(done.buttons.join()).not.toContain('Hand over');
  await slack.workspace.until(() => emmy.thread(done).flatMap((reply) => reply.files).length === 2);
  const result = emmy.thread(done).flatMap((reply) => reply.files)[1]?.text ?? '';
  expect(result.match(/,changed and checked in Domo,/g)).toHaveLength(written);
  expect(result.match(/,not started,/g)).toHaveLength(datasets - written);
  await slack
    .as('carl')
    .sees('dm', new RegExp(`You now own ${written.toLocaleString('en')} datasets from Leaver 2001 \\(#${number}\\)`));
  await emmy.press(emmy.now(done), 'Details');
  expect((await emmy.modal(/What happened/)).text).toMatch(/Emmy Noether asked to stop it\n.* · ⚠️ Partly changed · /);
  await emmy.pressInModal('Send me the CSV');
  await emmy.modal(/I sent you the CSV/);
  const [file] = emmy.messages('dm').flatMap(({ files }) => files);
  expect(file?.text.trim().split('\r\n')).toHaveLength(datasets + 1);
  expect(slack.refusals()).toEqual([]);
}, 120_000);
