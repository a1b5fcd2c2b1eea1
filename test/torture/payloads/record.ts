import { seeded } from '../../../sandbox/domo/seed.ts';
import { handOver } from '../../../sandbox/play/hand-over.ts';
import { schemaChange } from '../../../sandbox/play/schema-change.ts';
import type { Person } from '../../../sandbox/slack/person/types.ts';
import type { Delivery } from '../../../sandbox/slack/types.ts';
import type { Stage } from '../../../sandbox/stage.ts';
import { addLeavers, approve, askAndSee, firstLeaver } from '../../support/requests.ts';
import { add, columnMenu, openColumns, rename } from '../../support/schema.ts';
import { ended } from '../../support/steward.ts';
import { untilRead } from '../until-read.ts';

type Servers = Pick<Stage, 'slack' | 'domo'>;

/** Put into Domo before the app starts: what the recorded stories hand over. */
export function addForRecording({ domo }: Pick<Stage, 'domo'>): void {
  addLeavers(domo.world, 1, 56);
  addLeavers(domo.world, 4, 2, few);
}

/** The first of those who own few datasets. */
const few = firstLeaver + 100;

/** Silent: the stories are played for what Slack delivers in them. */
const teller = { act: () => undefined, step: () => undefined, tells: () => undefined, shows: () => undefined };

/**
 * Plays stories in which people do all that the app answers, and resolves to one or more deliveries of each kind, as Slack
 * sent them. All requests in them are settled in the end: none of the payloads can be a vote any more.
 */
export async function recordDeliveries(stage: Servers): Promise<Delivery[]> {
  const recorded = new Map<number, Delivery>();
  const off = stage.slack.on('delivery', ({ delivery }) => void recorded.set(delivery.id, delivery));
  await untilRead(stage.slack.as('sophie'), 'euler');
  await handOver(stage, teller);
  await schemaChange(stage, teller);
  await lookAround(stage);
  await vote(stage);
  await editColumns(stage);
  await writeInThread(stage);
  off();
  const failed = [...recorded.values()].filter(({ status }) => status === 'failed');
  if (failed.length > 0) throw new Error(`Not acknowledged: ${failed.map(({ name }) => name)}`);
  return [...recorded.values()];
}

async function lookAround({ slack }: Servers): Promise<void> {
  const emmy = slack.as('emmy');
  const lines = [
    'help',
    'list',
    'list since 1d',
    'status 1',
    `history ${seeded.gauss}`,
    `who ${seeded.gauss}`,
    'johann x',
  ];
  for (const line of lines) await emmy.command(`/domo-owner ${line}`);
  await emmy.press(await emmy.asks('/domo-schema help', /No request is open · since/), 'Send me the log');
  await emmy.press(await emmy.sees('general', /Gauss · 1 request/), 'Send me the CSV');
  await emmy.press(await emmy.sees('general', /Who do you mean/), 'Choose', { row: /junior/ });
  await emmy.closeModal('all');
  await emmy.openHome();
  for (const name of ['Change dataset owner', 'Change dataset schema']) {
    await emmy.shortcut(name);
    await emmy.modal(name);
    await emmy.closeModal('all');
  }
  await slack.changePerson('blaise', { name: 'Blaise Pascal' });
  await slack.setGroupMembers('S0123456789', ['U0EMMY00001', 'U0ADA000001']);
}

async function vote(stage: Servers): Promise<void> {
  const [emmy, ada, sophie] = ['emmy', 'ada', 'sophie'].map((who) => stage.slack.as(who)) as [Person, Person, Person];
  const { card, number } = await askAndSee(stage, { from: firstLeaver });
  await emmy.press(emmy.now(card), 'Details');
  await emmy.modal(/of 56 datasets/);
  await emmy.pressInModal('Next');
  await emmy.modal(/26–50 of 56/);
  await emmy.pressInModal('Previous');
  await emmy.modal(/1–25 of 56/);
  await emmy.choose(/of 56 datasets/, /Dataset 47 of/, { search: '47' });
  await emmy.pressInModal('Send me the CSV');
  await emmy.closeModal('all');
  const carl = stage.slack.as('carl');
  await carl.press(await carl.sees('dm', new RegExp(`take over 56 datasets .*\\(#${number}\\)`)), 'Decline');
  await carl.modal();
  await carl.fill('Reason', 'Not mine');
  await carl.submit();
  await emmy.seesChange(card, /[Dd]eclined/);
  await carl.closeModal('all');

  const rejected = await askAndSee(stage, { from: few });
  await ada.press(ada.now(rejected.card), 'Reject');
  await ada.modal();
  await ada.fill('Reason', 'Not now');
  await ada.submit();
  await ada.closeModal('all');
  const withdrawn = await askAndSee(stage, { from: few + 1 });
  await sophie.press(sophie.now(withdrawn.card), 'Details');
  await sophie.modal();
  await sophie.pressInModal('Withdraw', { confirm: true });
  await sophie.closeModal('all');
  await emmy.seesChange(withdrawn.card, /[Ww]ithdrawn/);
  const approved = await askAndSee(stage, { from: few + 2 });
  await emmy.press(emmy.now(approved.card), 'Details');
  await emmy.modal();
  await emmy.pressInModal('Approve…');
  await emmy.modal(/Approve #/);
  await emmy.fill('Comment', 'Fine');
  await emmy.submit();
  await emmy.closeModal('all');
  const done = await emmy.seesChange(approved.card, ended({ verified: 2 }));
  await sophie.press(sophie.now(done), 'Undo');
  await sophie.modal(/Undo/);
  await sophie.closeModal('all');
}

/** Of a schema form, all that it offers; it isn't sent. */
async function editColumns({ slack }: Servers): Promise<void> {
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Elastic Surfaces');
  await rename(sophie, 1, 'Renamed');
  await add(sophie, 'Added', 'LONG', 2);
  await columnMenu(sophie, 3, 'Remove');
  await sophie.pressInModal('Edit as text');
  await sophie.modal(/as text/);
  await sophie.submit();
  await sophie.fill('Reason', 'For the record');
  await sophie.closeModal('all');
}

async function writeInThread(stage: Servers): Promise<void> {
  const { slack } = stage;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  const { card } = await askAndSee(stage, { from: few + 3 });
  const reply = emmy.replies(card, 'Is this so?');
  emmy.edits(reply, 'Is this really so?');
  emmy.deleteMessage(reply);
  await approve(stage, card);
  await sophie.seesChange(card, ended({ verified: 2 }));
}
