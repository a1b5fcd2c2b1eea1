import { seeded } from '../../sandbox/domo/seed.ts';
import { checkNow, take } from '../support/by-hand.ts';
import { add, askToAdd, openColumns, request } from '../support/schema.ts';
import { channel, decidableCard, ended, startedSteward } from '../support/steward.ts';

const town = { name: 'Town', type: 'STRING' };
const { steward, start } = startedSteward({ policy: 'channel: C0123456789\napprovers: [U0EMMY00001, U0ADA000001]\n' });

beforeEach(() => start());

/** Asked for and approved; Domo refuses what its source sets. */
async function byHand(): Promise<void> {
  const [sophie, emmy] = [steward.slack.as('sophie'), steward.slack.as('emmy')];
  await askToAdd(sophie, seeded.connector, town.name, town.type);
  const card = await decidableCard(steward.slack, 1);
  expect(card.text).toContain('Domo may refuse this, or its connector may undo it');
  await emmy.press(card, 'Approve', { confirm: true });
  await emmy.sees(channel, /#1 · 1 column change in Observatory Feed: to do by hand in Domo/);
}

/** Somebody changes the columns at the source, which then writes them at each run. */
function changeSource(...more: { name: string; type: string }[]): void {
  const { world } = steward.domo;
  const columns = world.dataset(seeded.connector)?.columns ?? [];
  world.edit(seeded.connector, { sourceColumns: [...columns, ...more] }, 'behind', 'source changed');
}

test('columns that a source sets are done at the source, and count once they are still there after its next run', async () => {
  const { world } = steward.domo;
  await byHand();
  const dm = await take(steward, 1, 'emmy');
  expect(dm.text).toContain('Open Observatory Feed, and from there its connector, DataFlow or Workbench job.');
  expect(dm.text).toContain('Town (STRING) added last');

  // Done on the dataset alone: the next run puts the old columns back.
  world.setSchema(seeded.connector, [...(world.dataset(seeded.connector)?.columns ?? []), town]);
  expect(await checkNow(steward, dm, 'emmy')).toContain("has the new columns. I wait for the source's next run.");
  world.runConnector(seeded.connector);
  expect(await checkNow(steward, dm, 'emmy')).toContain("isn't changed yet.");

  changeSource(town);
  world.runConnector(seeded.connector);
  expect(await checkNow(steward, dm, 'emmy')).toContain("I wait for the source's next run.");
  await steward.restart();
  world.runConnector(seeded.connector);
  expect(await checkNow(steward, dm, 'emmy')).toContain('1 of 1 done.');
  await steward.slack.as('emmy').sees(channel, ended({ verified: 1 }));
});

test('where the product API shows what sets the columns, the form and the card say so, and nothing is tried by the API', async () => {
  await start({ accessToken: true });
  const [sophie, emmy] = [steward.slack.as('sophie'), steward.slack.as('emmy')];
  const says = 'The connector google-sheets sets these columns: after approval someone changes them there';
  expect((await openColumns(sophie, seeded.connector)).text).toContain(says);
  await add(sophie, town.name, town.type);
  await request(sophie);
  const card = await decidableCard(steward.slack, 1);
  expect(card.text).toContain(says);
  await emmy.press(card, 'Approve', { confirm: true });
  const dm = await take(steward, 1, 'emmy');
  expect(dm.text).toContain('1. Open Observatory Feed, and from there the connector google-sheets.');
  expect(steward.domo.calls.puts(seeded.connector)).toBe(0);
});

test('other columns than those that were approved are left alone', async () => {
  await byHand();
  const dm = await take(steward, 1, 'emmy');
  changeSource({ name: 'City', type: 'STRING' });
  steward.domo.world.runConnector(seeded.connector);
  await checkNow(steward, dm, 'emmy');
  await steward.slack.as('emmy').sees(channel, /❌ #1 · .*nothing changed/);
});
