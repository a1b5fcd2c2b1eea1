import type { World } from '../../sandbox/domo/world.ts';
import { sandboxPolicy } from '../../sandbox/stage.ts';
import { approveNumber, openColumns, remove, rename, request } from '../support/schema.ts';
import { decidableCard, ended, startedSteward } from '../support/steward.ts';

const euler = 29;
const gauss = 28;

const heavyBodies = 'ffffffff-5eed-4000-8000-000000000001';

/** A dataset of Johann Bernoulli's. */
function addDataset(world: World): void {
  const names = ['Name', 'Region', 'Salary', 'Papers', 'Weight'];
  const columns = names.map((name) => ({ name, type: 'LONG' }));
  world.addDataset({ id: heavyBodies, name: 'Heavy Bodies', ownerId: 36, columns });
}

/** It is used by two cards (one by Weight), a visual DataFlow and one in SQL, and an alert. */
function usedWorld(world: World): void {
  addDataset(world);
  const { uses } = world;
  const card = { datasetId: heavyBodies };
  uses.addCard({ ...card, id: 9001, title: 'Weights <!channel>', ownerId: gauss, columns: ['Weight', 'Region'] });
  uses.addCard({ ...card, id: 9002, title: 'Papers by year', ownerId: gauss, columns: ['Papers'] });
  const flow = { inputs: [heavyBodies], outputs: [] };
  uses.addDataflow({ ...flow, id: 42, name: 'Mean weight', ownerId: 33, columns: ['Weight'], databaseType: 'MAGIC' });
  uses.addDataflow({ ...flow, id: 43, name: 'By hand in SQL', ownerId: gauss, columns: [], databaseType: 'MYSQL' });
  uses.addAlert({ id: 5, name: 'Too heavy', ownerId: 33, datasetId: heavyBodies, columns: ['Weight'] });
}

const { steward, start } = startedSteward({ accessToken: true, world: usedWorld });

/** Sophie asks to remove Weight. */
async function askedFor() {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, 'Heavy Bodies');
  await remove(sophie, 5);
  await request(sophie);
  return decidableCard(steward.slack, 1);
}

test('what uses a column stands in the form while it is edited, on the card, and by name under Details of a steward', async () => {
  await start();
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const form = await openColumns(sophie, 'Heavy Bodies');
  await sophie.modal(/Used by 2 cards, 2 DataFlows and 1 alert/, { after: form });
  const removed = await remove(sophie, 5);
  expect(removed.text).toContain('1 card, 1 DataFlow and 1 other use it, 1 more may');
  expect((await rename(sophie, 4, 'Essays')).text).toContain('1 card uses it, 1 more may');
  await request(sophie);
  const card = await decidableCard(slack, 1);
  expect(card.text).toMatch(/Weight removed: 1 card, 1 DataFlow and 1 other use it, 1 more may/);
  // Domo shows with the token that its API made the dataset.
  expect(card.text).not.toContain('No API stream');

  const [emmy, carl] = [slack.as('emmy'), slack.as('carl')];
  await emmy.press(card, 'Details');
  const whole = await emmy.modal(/What uses it/);
  expect(whole.text).toContain('Card “Weights <!channel>” (Carl Friedrich Gauss): uses Weight');
  expect(whole.text).toContain("DataFlow “By hand in SQL” (Carl Friedrich Gauss): I can't see its columns");
  await carl.press(card, 'Details');
  const counts = await carl.modal(/What uses it/);
  expect(counts.text).toContain('Used by 2 cards, 2 DataFlows and 1 alert');
  expect(counts.text).not.toContain('Weights');
});

test('what is gone from Domo uses nothing; a dataset that goes after the card was read is left alone, and what used it stays told', async () => {
  const view = { id: 'ffffffff-5eed-4000-8000-000000000002', name: 'Gone view', ownerId: gauss, kind: 'view' as const };
  await start({
    world: (world) => {
      usedWorld(world);
      world.addDataset({ ...view, viewOf: heavyBodies });
      world.deleteDataset(view.id);
    },
  });
  const { slack, domo } = steward;
  const emmy = slack.as('emmy');
  const card = await askedFor();
  domo.world.deleteDataset(heavyBodies);
  await approveNumber(slack, 1, 'emmy', 'ada');
  await emmy.seesChange(card, ended({ drifted: 1 }));
  await emmy.press(emmy.now(card), 'Details');
  const { text } = await emmy.modal(/What uses it/);
  expect(text).toContain('Card “Weights <!channel>”');
  expect(text).not.toContain('Gone view');
});

test('those who own what it may break hear of it once, when it is asked for', async () => {
  await start();
  const carl = steward.slack.as('carl');
  await askedFor();
  const told = await carl.sees('dm', /asks to change columns of Heavy Bodies/);
  expect(told.text).toContain('Weight removed');
  expect(told.text).toContain('This will break what you own: Card “Weights <!channel>”');
  expect(told.text).toContain('This may break what you own: DataFlow “By hand in SQL”');
  expect(told.text).not.toContain('Papers by year');
  await steward.service.caughtUp();
  const all = carl.messages('dm').filter(({ text }) => text.includes('asks to change columns'));
  expect(all).toHaveLength(1);
});

describe('a rule for what 4 or more cards and DataFlows use', () => {
  const policyOf = (uses: number) => `${sandboxPolicy}  - { name: much used, when: { uses: ${uses} }, approvals: 2 }\n`;

  test('holds for what so many use', async () => {
    await start({ policy: policyOf(4) });
    expect((await askedFor()).text).toMatch(/0 of 2 from data-stewards \(.*much used/);
  });

  test('does not hold for what fewer use', async () => {
    await start({ policy: policyOf(5) });
    expect((await askedFor()).text).not.toContain('much used');
  });

  test('holds where nobody can see what uses it', async () => {
    await start({ policy: policyOf(5), accessToken: false });
    expect((await askedFor()).text).toContain('much used');
  });

  test.each([
    ['holds', 4, true],
    ['does not hold', 5, false],
  ])('%s for a hand-over with a dataset that 4 use', async (_, uses, holds) => {
    await start({ policy: policyOf(uses) });
    const { slack, service } = steward;
    const sophie = slack.as('sophie');
    await service.caughtUp();
    await sophie.command(`/domo-owner 36 to ${gauss}`);
    await sophie.modal('Change dataset owner');
    await sophie.fill('Reason', 'Carl takes over');
    expect(await sophie.submit()).toBeNull();
    const card = await decidableCard(slack, 1);
    expect(card.text.includes('much used')).toBe(holds);
  });

  test('goes by what the card said, however many use it since', async () => {
    await start({ policy: policyOf(5) });
    const { slack, domo } = steward;
    const card = await askedFor();
    const more = {
      datasetId: heavyBodies,
      title: 'New',
      ownerId: euler,
      columns: ['Weight'],
    };
    for (const id of [9101, 9102]) domo.world.uses.addCard({ ...more, id });
    await slack.as('emmy').press(card, 'Approve', { confirm: true });
    await slack.as('ada').press(slack.as('ada').now(card), 'Approve', { confirm: true });
    await slack.as('ada').seesChange(card, /changed and checked/);
  });
});

test('without an access token the form says that it cannot be seen', async () => {
  await start({ accessToken: false });
  const { slack } = steward;
  const form = await openColumns(slack.as('sophie'), 'Heavy Bodies');
  expect(form.text).toContain("I can't see what uses these columns.");
  const removed = await remove(slack.as('sophie'), 5);
  expect(removed.text).toContain('breaks what uses it');
});

test('a product API that does not say what uses it stops nobody', async () => {
  await start();
  const { domo } = steward;
  domo.faults.add({ kind: 'status', status: 500 }, { path: '/api/content/v1/datasources' });
  const card = await askedFor();
  expect(card.text).toContain('breaks what uses it');
  await steward.slack.as('emmy').press(card, 'Approve', { confirm: true });
});

test('5,000 cards use it', async () => {
  await start({
    world: (world) => {
      addDataset(world);
      for (let id = 1; id <= 5_000; id += 1) {
        const columns = id % 2 === 0 ? ['Weight'] : ['Papers'];
        world.uses.addCard({
          id,
          title: `Card ${id}`,
          ownerId: gauss,
          datasetId: heavyBodies,
          columns,
        });
      }
    },
  });
  const card = await askedFor();
  expect(card.text).toContain('100 cards use it, 4,800 more may');
  const emmy = steward.slack.as('emmy');
  await emmy.press(card, 'Details');
  expect((await emmy.modal(/What uses it/)).text).toMatch(/And 4,\d\d\d more/);
});

test('a dataset that is nowhere used says so, and stays breaking', async () => {
  await start({ world: addDataset });
  const card = await askedFor();
  expect(card.text).toMatch(/Breaking.* Weight removed: nothing I can see uses it/);
  expect(steward.slack.as('carl').messages('dm')).toEqual([]);
});
