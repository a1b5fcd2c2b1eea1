import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { askToAdd } from '../support/schema.ts';
import { decidableCard, freshSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let later = 0;

beforeEach(() => {
  later = 0;
});

const steward = freshSteward({
  domo: { scopes: ['data', 'user', 'audit'] },
  world: (world) => {
    addLeavers(world, 1);
    world.handsOf = seeded.euler;
  },
  overrides: { now: () => new Date(Date.now() + later) },
});

const dataset = datasetOf(firstLeaver, 1);
const warned = /Changed in Domo since this was requested: Dataset 1 of 2001 now belongs to Leonhard Euler/;

/** What the clock does each minute, and a start does too. */
async function look(): Promise<void> {
  await steward.restart();
}

/** What the log has of these, once there are so many. */
async function logged(event: 'outside_change' | 'domo_logged', count: number) {
  const found = async () => (await auditLines(steward)).filter((line) => line.event === event);
  await until(async () => (await found()).length >= count);
  return found();
}

test('a change beside an open request warns it on its card at once, before anyone votes; history tells whose it was, and when', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  domo.world.setOwner(dataset, seeded.euler);
  await look();
  const seen = await emmy.seesChange(card, warned);
  expect(seen.text).toMatch(/\(by Leonhard Euler\)\. It will be skipped\./);
  const history = await emmy.asks(`/domo-owner history ${dataset}`, /Outside/);
  expect(history.text.replaceAll('\u200b', '')).toMatch(
    /Outside · now belongs to Leonhard Euler · by Leonhard Euler \(29\) · Domo says \d{4}-\d\d-\d\d \d{1,2}:\d\d:\d\d [AP]M/,
  );
  await emmy.press(history, 'Send me the CSV');
  await emmy.sees('general', /I sent you the CSV as a message/);
  const rows =
    emmy
      .messages('dm')
      .flatMap(({ files }) => files)[0]
      ?.text.trim()
      .split('\r\n') ?? [];
  expect(rows[0]).toMatch(
    /,changed outside,changed by,changed by: Domo ID,"changed at, as Domo says",found at \(UTC\)$/,
  );
  expect(rows[1]).toMatch(/^1,owner,.*,,,,,$/);
  expect(rows[2]).toMatch(
    new RegExp(`^,outside,.*,${dataset},.*,now belongs to Leonhard Euler,Leonhard Euler,29,2\\d{3}-.* [AP]M,2.*Z$`),
  );
  expect(new Set(rows.map((row) => row.replace(/"[^"]*"/g, '').split(',').length)).size).toBe(1);
  const [entry] = await logged('outside_change', 1);
  expect(entry).toMatchObject({ number: 1, detail: { datasetId: dataset, action: 'UPDATED' } });
  await approveUntil(steward, card, { verified: 1, drifted: 1 });
});

test('changed back: the card has nothing to warn of any more', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  domo.world.setOwner(dataset, seeded.euler);
  await look();
  await emmy.seesChange(card, warned);
  domo.world.setOwner(dataset, firstLeaver);
  await look();
  await until(() => !warned.test(emmy.now(card).text));
  expect(await logged('outside_change', 2)).toHaveLength(2);
});

test('columns and a deletion; looks, echoes, oldest first and times of another zone tell of nothing twice', async () => {
  const { slack, domo } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  domo.faults.add({ kind: 'audit_twice' });
  domo.faults.add({ kind: 'audit_oldest_first' });
  domo.faults.add({ kind: 'audit_number_ids' });
  domo.faults.add({ kind: 'audit_local_times', aheadMinutes: 600 });
  domo.faults.add({ kind: 'audit_words', words: { columns: 'SCHEMA_ALTERED' } });
  await askToAdd(sophie, seeded.party, 'Town', 'STRING');
  const card: SeenMessage = await decidableCard(slack, 1);
  domo.world.log({
    userId: seeded.euler,
    kind: 'viewed',
    objectType: 'DATA_SOURCE',
    objectId: seeded.party,
    objectName: '',
  });
  domo.world.setSchema(seeded.party, [{ name: 'Friend', type: 'STRING' }]);
  await look();
  const seen = await emmy.seesChange(card, /has other columns now: “Attending” is gone/);
  expect(seen.text).toContain('These edits no longer fit.');
  await look();
  domo.world.deleteDataset(seeded.party);
  await look();
  await emmy.seesChange(card, /Leonhard Euler Party.* was deleted/);
  await look();
  const found = await logged('outside_change', 2);
  expect(found.map(({ detail }) => detail.action)).toEqual(['SCHEMA_ALTERED', 'DELETED']);
});

test("Domo's own lines about our change are kept beside it, and are no outside change", async () => {
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await approveUntil(steward, card, { verified: 2 });
  await look();
  const kept = await logged('domo_logged', 2);
  expect(kept.map(({ number, detail }) => [number, detail.action, detail.by])).toEqual([
    [1, 'UPDATED', { id: seeded.support, name: 'DomoSupport' }],
    [1, 'UPDATED', { id: seeded.support, name: 'DomoSupport' }],
  ]);
  await look();
  const lines = await auditLines(steward);
  expect(lines.filter(({ event }) => event === 'outside_change')).toEqual([]);
  expect(lines.filter(({ event }) => event === 'domo_logged')).toHaveLength(2);
});

test('what was changed while the app was down, and a line that comes late, are found from where the last look ended', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  await look();
  await steward.stop();
  const late = domo.faults.add({ kind: 'audit_late', ms: 60_000 });
  domo.world.setOwner(dataset, seeded.euler);
  await steward.start();
  expect(emmy.now(card).text).not.toMatch(warned);
  late.remove();
  later = 3 * 60_000;
  await look();
  await emmy.seesChange(card, warned);
});

test('a gap in the log is no reason to believe: the run finds what it never told of', async () => {
  const { domo } = steward;
  domo.faults.add({ kind: 'audit_gap' }, { datasets: [dataset] });
  const { card } = await askAndSee(steward, { from: firstLeaver });
  domo.world.setOwner(dataset, seeded.euler);
  await look();
  await approveUntil(steward, card, { verified: 1, drifted: 1 });
});

test('Domo is away at one look: the next one has it all', async () => {
  const { domo } = steward;
  const emmy = steward.slack.as('emmy');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  domo.world.setOwner(dataset, seeded.euler);
  domo.faults.add({ kind: 'status', status: 500 }, { path: '/v1/audit' });
  await look();
  await until(() => domo.calls.count('GET', '/v1/audit') > 2);
  domo.faults.clear();
  await look();
  await emmy.seesChange(card, warned);
});

test('odd lines cost nothing', async () => {
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const { card } = await askAndSee(steward, { from: firstLeaver });
  domo.world.setOwner(dataset, seeded.euler);
  const edit = (json: unknown) => [
    null,
    { objectType: 'DATA_SOURCE' },
    { objectType: 'DATA_SOURCE', objectId: dataset, time: 1e300, userId: 'nobody', actionType: 7 },
    ...(json as object[]).map((line) => ({ ...line, userName: '<!channel> *Ada*', time: '2026-11-29 10:12:00 PM' })),
  ];
  domo.faults.add({ kind: 'edited', edit }, { path: '/v1/audit' });
  await look();
  const seen = await emmy.seesChange(card, warned);
  expect(seen.text.replaceAll('\u200b', '')).toContain('(by <!channel> *Ada*)');
  expect(
    slack
      .as('sophie')
      .messages('domo-changes')
      .every(({ text }) => !text.includes('@channel')),
  ).toBe(true);
});
