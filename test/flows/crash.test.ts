import { createAppProcess } from '../../sandbox/app-process.ts';
import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { openStage, type Stage } from '../../sandbox/stage.ts';
import { type TestStorage, testStorage } from '../support/database.ts';
import { minuteMs } from '../support/hurried.ts';
import { addLeavers, approve, approveUntil, ask, datasetOf, firstLeaver, postsCardOf } from '../support/requests.ts';
import { askForHandOver, channel, decidableCard, ended, eulersDatasets, ownersOf } from '../support/steward.ts';

let stage: Stage;
let storage: TestStorage;
let app: ReturnType<typeof createAppProcess>;
let ids: string[];
/** What was under way when the app was killed: waiting, waiting without its card, and being applied. */
const cards: SeenMessage[] = [];

// Killed in the middle of a run, as a machine that goes down does it, and started again.
beforeAll(async () => {
  stage = await openStage({ minuteMs });
  addLeavers(stage.domo.world, 1);
  storage = await testStorage();
  const { dataDir, databaseUrl } = storage.config;
  const env = {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  // Each start repaints: in a real minute there would be no room for more updates in Slack.
  app = createAppProcess({ ...stage.env, ...env }, undefined, ['test/support/hurried-process.ts']);
  await app.start();
  const { slack, domo } = stage;
  ids = eulersDatasets(domo);
  for (const only of [/Zodiac/, /Partitions/]) {
    await askForHandOver(slack, { only: [only] });
    cards.push(await decidableCard(slack, cards.length + 1));
  }
  await ask(stage, { from: seeded.euler });
  cards.push(await decidableCard(slack, 3));
  domo.faults.add({ kind: 'slow', ms: 150 }, { method: 'PUT' });
  const midway = new Promise<void>((resolve) => {
    const off = domo.on('call', () => {
      if (domo.calls.count('PUT') < 4) return;
      off();
      resolve();
    });
  });
  await approve(stage, card(3));
  await midway;
  slack.as('emmy').deleteMessage(card(2));
  await app.restart();
}, 90_000);

afterEach(() => stage.slack.faults.clear());

afterAll(async () => {
  await app.stop();
  await stage.close();
  await storage.remove();
});

function card(number: number): SeenMessage {
  const found = cards[number - 1];
  if (found === undefined) throw new Error(`There is no card of #${number}`);
  return found;
}

test('kill -9 in the middle of an apply: the next start goes on, and writes nothing twice unread', async () => {
  const { slack, domo } = stage;
  const named = new Set(['Zodiac', 'Partitions']);
  const theirs = ids.filter((id) => !named.has(domo.world.dataset(id)?.name ?? ''));
  await slack.as('emmy').seesChange(card(3), ended({ verified: 10 }));
  expect(ownersOf(domo, theirs)).toEqual(theirs.map(() => seeded.gauss));
  for (const id of theirs) expect(domo.calls.puts(id)).toBe(1);
}, 40_000);

test('a card that was pending keeps working', async () => {
  await approveUntil(stage, card(1), { verified: 1 });
});

test('the next request has the next number', async () => {
  const known = stage.slack.as('emmy').messages(channel);
  const numbers = known.map(({ text }) => Number(/#(\d+) ·/.exec(text)?.[1] ?? 0));
  const number = await ask(stage, { from: seeded.gauss, to: seeded.euler });
  expect(number).toBe(1 + Math.max(...numbers));
  await decidableCard(stage.slack, number);
});

test('a card that was deleted is posted again, and works', async () => {
  const { slack } = stage;
  const again = await slack.workspace.until(() =>
    slack
      .as('emmy')
      .messages(channel)
      .find((message) => message.text.includes('#2 ') && message.buttons.includes('Approve')),
  );
  await approveUntil(stage, again, { verified: 1 });
});

test('killed when Slack had posted a card and not yet said so: there are two, and no button of the older one does anything', async () => {
  const { slack, domo } = stage;
  const emmy = slack.as('emmy');
  // Without these the app can't look whether it was posted.
  slack.manifest.scopes = slack.manifest.scopes.filter((scope) => !scope.endsWith(':history'));
  slack.faults.onCall('chat.postMessage', { kind: 'lost answer' }, 1, postsCardOf(firstLeaver));
  slack.faults.onCall('chat.postMessage', { kind: 'reset' }, 1_000, postsCardOf(firstLeaver));
  const number = await ask(stage, { from: firstLeaver });
  const older = await emmy.sees(channel, new RegExp(`^(?:.*: )?#${number} ·`, 'm'));
  await app.kill();
  slack.faults.clear();
  await app.start();
  const cards = () => emmy.messages(channel).filter(({ text }) => text.includes(`#${number} ·`));
  const newer = await slack.workspace.until(() => cards().find(({ buttons }) => buttons.includes('Approve')));
  expect(newer.ts).not.toBe(older.ts);
  expect(emmy.now(older).buttons).not.toContain('Approve');
  // One that decides says which card counts, and then none is left.
  await emmy.press(older, 'Reject');
  await emmy.dismiss(/This card is out of date/);
  const harmless = await emmy.seesChange(older, /This card is out of date\. Use the newer one/);
  expect(harmless.buttons).toEqual([]);
  await approveUntil(stage, newer, { verified: 2 });
  for (const nth of [1, 2]) expect(domo.calls.puts(datasetOf(firstLeaver, nth))).toBe(1);
  expect(cards()).toHaveLength(2);
}, 60_000);
