import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { auditLines } from '../support/requests.ts';
import { add, approveNumber, openColumns, rename, request, retype } from '../support/schema.ts';
import { decidableCard, ended, type Steward, startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward({ accessToken: true });

/** Of Elastic Surfaces, whose `Weight` has a description, a tag and a synonym. */
async function asked(edit: (sophie: ReturnType<Steward['slack']['as']>) => Promise<unknown>): Promise<SeenMessage> {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, seeded.surfaces);
  await edit(sophie);
  await request(sophie);
  return decidableCard(steward.slack, 1);
}

const addTown = (sophie: ReturnType<Steward['slack']['as']>) => add(sophie, 'Town', 'STRING');
const renameWeight = (sophie: ReturnType<Steward['slack']['as']>) => rename(sophie, 5, 'Mass');

async function ends(card: SeenMessage, pattern: RegExp): Promise<string> {
  const who = card.text.includes('0 of 2') ? ['emmy', 'ada'] : ['emmy'];
  await approveNumber(steward.slack, 1, ...who);
  return (await steward.slack.as('emmy').seesChange(card, pattern, { timeoutMs: 20_000 })).text;
}

function columns(): (string | undefined)[] {
  return steward.domo.world.dataset(seeded.surfaces)?.columns.map(({ name }) => name) ?? [];
}

test('a write that loses what people wrote about columns is not confirmed, and says what is gone', async () => {
  await start();
  steward.domo.faults.add({ kind: 'column_notes', as: 'lost' });
  const text = await ends(await asked(addTown), ended({ unverified: 1 }));
  expect(text).toContain(
    'Changed, but the description of “Weight”, tags of “Weight”, synonyms of “Weight” changed too.',
  );
  expect(columns()).toContain('Town');
  const line = (await auditLines(steward)).find(({ event }) => event === 'item_unverified');
  expect(line?.detail.reason).toContain('description of “Weight”');
});

test('a rename that leaves it behind: the card says so before the vote, and the result after it', async () => {
  await start();
  const card = await asked(renameWeight);
  expect(card.text).toMatch(/Domo may lose what is written about .?Weight/);
  expect(await ends(card, ended({ unverified: 1 }))).toContain('the description of “Mass”');
});

test.each([
  ['is kept', addTown],
  ['follows a column to its new name', renameWeight],
] as const)('what %s is no reason to doubt', async (_, edit) => {
  await start();
  steward.domo.faults.add({ kind: 'column_notes', as: 'followed' });
  await ends(await asked(edit), /changed and checked/);
  // Columns are written through the public API alone.
  const sent = steward.domo.calls
    .recent()
    .filter(({ method, path }) => method !== 'GET' && path.includes(seeded.surfaces));
  expect(sent.map(({ method, path }) => [method, path])).toEqual([['PUT', `/v1/datasets/${seeded.surfaces}`]]);
});

test('what somebody wrote between the request and the write is not ours', async () => {
  await start();
  const card = await asked(addTown);
  const { columnNotes } = steward.domo.world.dataset(seeded.surfaces) ?? {};
  const notes = { ...columnNotes, Weight: { description: 'In kilograms' } };
  steward.domo.world.edit(seeded.surfaces, { columnNotes: notes }, 'behind', 'described');
  await ends(card, /changed and checked/);
});

test('where the public API shows it, no access token is needed to see that it is lost', async () => {
  await start({ accessToken: false });
  steward.domo.faults.add({ kind: 'column_notes_shown' });
  steward.domo.faults.add({ kind: 'column_notes', as: 'lost' });
  expect(await ends(await asked(addTown), ended({ unverified: 1 }))).toContain('synonyms of “Weight”');
});

test.each([
  ['without an access token', { accessToken: false }, undefined],
  ['where Domo refuses', {}, '/api/query/v1/datasources'],
  ['where Domo has no dictionary', {}, '/api/ai'],
] as const)('%s it cannot be seen: that stops nobody, and stands under Details', async (_, options, path) => {
  await start(options);
  if (path !== undefined) steward.domo.faults.add({ kind: 'status', status: 403 }, { path });
  const card = await asked(addTown);
  const emmy = steward.slack.as('emmy');
  await emmy.press(card, 'Details');
  const { text } = await emmy.dismiss('Details of #1');
  expect(text).toContain("I can't see what is written about these columns: descriptions, tags, synonyms.");
  await ends(card, /changed and checked/);
});

test('what could be read before the write and not after it leaves the change unconfirmed', async () => {
  await start();
  const card = await asked(addTown);
  const off = steward.domo.on('call', ({ method }) => {
    if (method === 'PUT') steward.domo.faults.add({ kind: 'status', status: 403 }, { path: '/api/query/v1' });
  });
  const text = await ends(card, ended({ unverified: 1 }));
  off();
  expect(text).toContain("Changed, but I couldn't read again what is written about its columns");
});

test('an app that ends between the write and its proof still compares with what was read before', async () => {
  await start();
  steward.domo.faults.add({ kind: 'column_notes', as: 'lost' });
  steward.domo.faults.add({ kind: 'hang', when: 'after' }, { method: 'PUT', times: 1 });
  const card = await asked(addTown);
  const { promise: written, resolve } = Promise.withResolvers<void>();
  const off = steward.domo.on('change', ({ datasetId }) => datasetId === seeded.surfaces && resolve());
  await approveNumber(steward.slack, 1, 'emmy');
  await written;
  off();
  await steward.restart();
  const seen = await steward.slack.as('emmy').seesChange(card, ended({ unverified: 1 }));
  expect(seen.text).toContain('description of “Weight”');
});

describe('calls to both APIs once it is approved, beside those about people', () => {
  async function calls(dataset: string, edit: typeof addTown): Promise<number> {
    const { slack, domo } = steward;
    const sophie = slack.as('sophie');
    await openColumns(sophie, dataset);
    await edit(sophie);
    await request(sophie);
    const card = await decidableCard(slack, 1);
    const before = domo.calls.recent().at(-1)?.number ?? 0;
    const who = card.text.includes('0 of 2') ? ['emmy', 'ada'] : ['emmy'];
    await approveNumber(slack, 1, ...who);
    await slack.as('emmy').seesChange(card, /changed and checked/);
    const made = domo.calls.recent().filter(({ number }) => number > before);
    return made.filter(({ path }) => path.includes(dataset) || path.startsWith('/v1/streams')).length;
  }

  test('where nothing is written about columns, adding one costs three', async () => {
    await start();
    expect(await calls(seeded.rowSecurity, addTown)).toBe(3);
  });

  test('and a change of a type four', async () => {
    await start();
    expect(await calls(seeded.unknownOwned, (sophie) => retype(sophie, 1, 'LONG'))).toBe(4);
  });

  test('what is written costs one more before and after, and its synonyms as much again', async () => {
    await start({
      world: (world) => void world.edit(seeded.surfaces, { columnNotes: { Name: { tags: ['a'] } } }, 'behind', 'noted'),
    });
    expect(await calls(seeded.surfaces, addTown)).toBe(5);
  });
});
