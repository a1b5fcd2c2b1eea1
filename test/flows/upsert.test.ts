import { seeded } from '../../sandbox/domo/seed.ts';
import { approveUntil } from '../support/requests.ts';
import { add, approveNumber, openColumns, remove, rename, request, retype } from '../support/schema.ts';
import { decidableCard, ended, startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward();

beforeEach(() => start());

function columns(): string[] {
  return steward.domo.world.dataset(seeded.upsert)?.columns.map(({ name, type }) => `${name}: ${type}`) ?? [];
}

test('a key that Domo shows cannot be removed, renamed or given another type: the form names the stream, other columns are free', async () => {
  const { slack, domo } = steward;
  domo.faults.add({ kind: 'stream_keys_shown' });
  const sophie = slack.as('sophie');
  const form = await openColumns(sophie, seeded.upsert);
  expect(form.text).toContain('Stream 665 uses “Theorem” as keys: leave them as they are.');
  expect((await retype(sophie, 1, 'DECIMAL')).text).toMatch(/1 change · Not possible/);
  await sophie.fill('Reason', 'Numbers with a point');
  expect(Object.values((await sophie.submit()) ?? {})).toEqual([
    "“Theorem” can't change its type: stream 665 uses this column as a key.",
  ]);
  await retype(sophie, 1, 'LONG');
  await retype(sophie, 3, 'DATETIME');
  await sophie.modal(/1 change · Check first/);
  await request(sophie);
  await approveUntil(steward, await decidableCard(slack, 1), /changed and checked/);
  expect(columns()).toEqual(['Theorem: LONG', 'Statement: STRING', 'Proved: DATETIME']);
});

test('keys that Domo does not show: each removal, rename and retype is breaking, with that reason; adding is not', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const form = await openColumns(sophie, seeded.upsert);
  expect(form.text).toContain("Stream 665 may use some of these columns as keys: Domo doesn't show which.");
  expect((await add(sophie, 'Page', 'LONG')).text).toMatch(/1 change · Safe/);
  expect((await retype(sophie, 3, 'DATETIME')).text).toMatch(/2 changes · Breaking/);
  const removed = await remove(sophie, 2);
  expect(removed.text).toMatch(/Statement removed: .*it may be a key of stream 665; Domo doesn't show its keys/);
  await request(sophie);
  const card = await decidableCard(slack, 1);
  expect(card.text).toMatch(/Proved DATE → DATETIME: it may be a key of stream 665/);
  expect(card.text).toContain('0 of 2 from data-stewards');
});

test('a stream that replaces all rows has no keys to heed', async () => {
  const sophie = steward.slack.as('sophie');
  const form = await openColumns(sophie, seeded.ideas);
  expect(form.text).not.toMatch(/finds? rows/);
  expect((await rename(sophie, 1, 'Guest')).text).not.toMatch(/may be a key/);
});

test('a key that Domo came to show after the vote is not written', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, seeded.upsert);
  await rename(sophie, 1, 'Number');
  await request(sophie);
  const card = await decidableCard(slack, 1);
  domo.faults.add({ kind: 'stream_keys_shown' });
  await approveNumber(slack, 1, 'emmy', 'ada');
  const done = await slack.as('emmy').seesChange(card, ended({ refused: 1 }));
  expect(done.text).toContain('stream 665 uses this column as a key');
  expect(domo.calls.count('PUT')).toBe(0);
});

test('odd streams: Domo keeps them to itself, or says nothing of how they update', async () => {
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  const refused = domo.faults.add({ kind: 'status', status: 403 }, { path: '/v1/streams' });
  expect((await openColumns(sophie, seeded.party)).text).toContain("Domo doesn't say whether this is an API dataset");
  await add(sophie, 'Town', 'STRING');
  await request(sophie);
  await approveUntil(steward, await decidableCard(slack, 1), /changed and checked/);
  refused.remove();

  const edit = () => [{ id: '663', updateMethod: null, keyColumnNames: 'Friend' }];
  domo.faults.add({ kind: 'edited', edit }, { path: '/v1/streams/search' });
  const form = await openColumns(sophie, seeded.party);
  expect(form.text).toContain('Stream 663 may use some of these columns as keys');
  expect((await retype(sophie, 3, 'LONG')).text).toMatch(/it may be a key of stream 663/);
});

describe('with an access token', () => {
  beforeEach(() => start({ accessToken: true }));

  const shown = () => steward.domo.faults.add({ kind: 'upsert_keys_shown' }, { path: '/api' });

  test('keys that only the product API shows are kept as well, and the other columns are free', async () => {
    shown();
    const sophie = steward.slack.as('sophie');
    const form = await openColumns(sophie, seeded.upsert);
    expect(form.text).toContain('Stream 665 uses “Theorem” as keys: leave them as they are.');
    expect((await rename(sophie, 1, 'Number')).text).toMatch(/1 change · Not possible/);
    await sophie.fill('Reason', 'Plainer');
    expect(Object.values((await sophie.submit()) ?? {})).toEqual([
      "“Theorem” can't be renamed: stream 665 uses this column as a key.",
    ]);
    await rename(sophie, 1, 'Theorem');
    expect((await retype(sophie, 3, 'DATETIME')).text).toMatch(/1 change · Check first/);
  });

  test('a key that the product API came to show after the vote is not written', async () => {
    const { slack, domo } = steward;
    const sophie = slack.as('sophie');
    const form = await openColumns(sophie, seeded.upsert);
    expect(form.text).toContain("Stream 665 may use some of these columns as keys: Domo doesn't show which.");
    await rename(sophie, 1, 'Number');
    await request(sophie);
    const card = await decidableCard(slack, 1);
    shown();
    await approveNumber(slack, 1, 'emmy', 'ada');
    const done = await slack.as('emmy').seesChange(card, ended({ refused: 1 }));
    expect(done.text).toContain('stream 665 uses this column as a key');
    expect(domo.calls.count('PUT', '/v1')).toBe(0);
  });

  test('the keys of a connector’s stream, which the public API has not, forbid as much', async () => {
    const { domo } = steward;
    domo.world.edit(seeded.connector, { updateMethod: 'UPSERT', keyColumns: ['Name'] }, 'behind', 'keyed');
    shown();
    const sophie = steward.slack.as('sophie');
    const form = await openColumns(sophie, seeded.connector);
    expect(form.text).toContain('Stream 664 uses “Name” as keys');
    expect((await remove(sophie, 1)).text).toMatch(/1 change · Not possible/);
  });

  test('where Domo keeps the keys to itself, what goes by them stays breaking', async () => {
    const { domo } = steward;
    domo.faults.add({ kind: 'status', status: 403 }, { path: '/api/data/v2' });
    const sophie = steward.slack.as('sophie');
    await openColumns(sophie, seeded.upsert);
    expect((await rename(sophie, 1, 'Number')).text).toMatch(/it may be a key of stream 665/);
  });
});
