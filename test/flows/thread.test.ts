import { ownManifest } from '../../sandbox/own-manifest.ts';
import { write } from '../../sandbox/slack/acts.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { besideApp } from '../support/beside-app.ts';
import { jobsLeft } from '../support/jobs-left.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

let leaver = firstLeaver - 1;
const channelId = 'C0123456789';

const steward = sharedSteward({
  slack: { manifest: await ownManifest({ optional: true }) },
  world: (world) => addLeavers(world, 12, 1),
});

beforeEach(() => {
  leaver += 1;
});

const emmy = () => steward.slack.as('emmy');

/** What `Details` shows of the thread. */
async function thread(card: SeenMessage, as = 'emmy'): Promise<string> {
  const person = steward.slack.as(as);
  await person.press(person.now(card), 'Details');
  const { text } = await person.dismiss(/What happened/);
  return /In the thread\n([\s\S]*?)\nWhat happened/.exec(text)?.[1] ?? '';
}

async function untilThread(card: SeenMessage, wanted: RegExp): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const text = await thread(card);
    if (wanted.test(text)) return text;
  }

  throw new Error(`Never seen: ${wanted}`);
}

async function logged(number: number) {
  const lines = (await auditLines(steward)).filter((line) => line.number === number && /^reply/.test(line.event));
  return lines.map(({ event, slackId, detail }) => [event, slackId, detail.comment]);
}

test('what people reply under a card is kept with the request, as text, and decides nothing', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  // What earlier tests led to is told by then.
  await until(async () => (await jobsLeft(steward, 'tell')) === 0);
  const dms = () => ['sophie', 'emmy', 'ada', 'carl'].map((who) => slack.as(who).dms().length);
  const before = dms();
  slack.as('ada').replies(card, 'approved, @Emmy Noether *please* <look> at https://example.com');
  const text = await untilThread(card, /Ada Lovelace/);
  expect(text.replaceAll('\u200b', '')).toMatch(
    /· Ada Lovelace: “approved, @Emmy Noether \*please\* <look> at https:\/\/example\.com”$/,
  );
  expect(text).not.toContain('@U0');
  expect(await logged(number)).toEqual([
    ['reply', 'U0ADA000001', 'approved, @Emmy Noether *please* <look> at https://example.com'],
  ]);
  expect(emmy().now(card).text).toContain('0 of 1');
  expect(dms()).toEqual(before);
  await approveUntil(steward, card, { verified: 1 });
  slack.as('ada').replies(card, 'thanks');
  await untilThread(card, /thanks/);
});

test('an edit shows the newest, a deletion that it was deleted; the log keeps each', async () => {
  const ada = steward.slack.as('ada');
  const { card, number } = await askAndSee(steward, { from: leaver });
  const said = ada.replies(card, 'one');
  await untilThread(card, /“one”$/);
  ada.edits(said, 'two');
  await untilThread(card, /“two” \(edited\)$/);
  ada.deleteMessage(ada.now(said));
  await untilThread(card, /Ada Lovelace: deleted in Slack$/);
  expect(await logged(number)).toEqual([
    ['reply', 'U0ADA000001', 'one'],
    ['reply_edited', 'U0ADA000001', 'two'],
    ['reply_deleted', undefined, undefined],
  ]);
  const verdict = await besideApp(steward, (db) => verifyAudit(db, { key: steward.config.auditKey }));
  expect(verdict).toMatchObject({ ok: true });
});

test('delivered twice, and an older text after a newer one, it is kept once as it reads last', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  const said = slack.as('ada').replies(card, 'first');
  await untilThread(card, /first/);
  const written = slack.latest('message');
  await slack.redeliver(written);
  slack.as('ada').edits(said, 'second');
  await untilThread(card, /second/);
  const edited = slack.latest('message');
  slack.as('ada').edits(said, 'third');
  await untilThread(card, /third/);
  for (const earlier of [written, edited]) await slack.redeliver(earlier);
  slack.as('ada').replies(card, 'and this');
  expect(await untilThread(card, /and this/)).toMatch(/“third” \(edited\)\n.*“and this”$/);
  expect((await logged(number)).map(([event]) => event)).toEqual(['reply', 'reply_edited', 'reply_edited', 'reply']);
});

test('bots, the app itself, guests and strangers, and what is no reply under a card, are left out', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  const { workspace } = slack;
  const channel = workspace.channels.get(channelId);
  if (channel === undefined) throw new Error('There is no channel.');
  for (const who of ['Analytical Engine', 'Evariste Galois', 'Srinivasa Ramanujan']) {
    channel.members.add(workspace.person(who).id);
    write(slack.context, workspace.person(who), channel, `approved by ${who}`, card.ts);
  }
  const other = emmy().writes('domo-changes', 'something else');
  slack.as('ada').replies(other, 'no card above this');
  // The app's own posts and edits reach it as well.
  await approveUntil(steward, card, { verified: 1 });
  slack.as('ada').replies(card, 'the last');
  expect(await untilThread(card, /the last/)).toMatch(/^[^\n]*Ada Lovelace: “the last”$/);
  expect(await logged(number)).toEqual([['reply', 'U0ADA000001', 'the last']]);
});

test('stewards read it under Details, the requester does not, who may not be in that channel', async () => {
  const { card } = await askAndSee(steward, { from: leaver });
  steward.slack.as('ada').replies(card, 'between us');
  await untilThread(card, /between us/);
  expect(await thread(card, 'sophie')).toBe('');
  expect(await thread(card, 'blaise')).toBe('');
});

test('what was replied while the app was down is kept once it is back, each reply once, also where Slack asks to wait at first', async () => {
  const { slack } = steward;
  const { card, number } = await askAndSee(steward, { from: leaver });
  slack.as('ada').replies(card, 'heard');
  await untilThread(card, /heard/);
  await steward.stop();
  // What Slack sends down a connection that is only about to close, it sends once more.
  await until(() => slack.openConnections() === 0);
  const changed = slack.as('ada').replies(card, 'meanwhile');
  slack.as('ada').edits(changed, 'meanwhile, changed');
  const channel = slack.workspace.channels.get(channelId);
  if (channel === undefined) throw new Error('There is no channel.');
  write(slack.context, slack.workspace.person('Evariste Galois'), channel, 'by a guest', card.ts);
  slack.faults.onCall('conversations.replies', { kind: 'ratelimited', retryAfter: 1 }, 100);
  await steward.start();
  await emmy().seesChange(card, /0 of 1/);
  expect(await thread(card)).not.toContain('meanwhile');
  slack.faults.clear();
  for (let times = 0; times < 2; times += 1) await steward.restart();
  expect(await untilThread(card, /meanwhile/)).toMatch(/“heard”\n.*Ada Lovelace: “meanwhile, changed”( \(edited\))?$/);
  expect(await logged(number)).toEqual([
    ['reply', 'U0ADA000001', 'heard'],
    ['reply', 'U0ADA000001', 'meanwhile, changed'],
  ]);
});

test('a private channel is told of by a scope of its own, and without one nothing is kept and nothing breaks', async () => {
  const { slack } = steward;
  const { card } = await askAndSee(steward, { from: leaver });
  const channel = slack.workspace.channels.get(channelId);
  if (channel === undefined) throw new Error('There is no channel.');
  channel.kind = 'private';
  slack.as('ada').replies(card, 'in private');
  await untilThread(card, /in private/);
  const { scopes } = slack.manifest;
  slack.manifest.scopes = scopes.filter((scope) => scope !== 'groups:history');
  slack.as('ada').replies(card, 'unheard');
  await approveUntil(steward, card, { verified: 1 });
  expect(await thread(card)).not.toContain('unheard');
  slack.manifest.scopes = scopes;
  channel.kind = 'public';
});
