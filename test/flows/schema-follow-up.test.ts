import { seeded } from '../../sandbox/domo/seed.ts';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { recheckNow } from '../support/recheck-now.ts';
import { add, approveNumber, askToAdd, openColumns, remove, rename, request } from '../support/schema.ts';
import { decidableCard, ended, freshSteward } from '../support/steward.ts';

const steward = freshSteward();

/** Someone changes the columns in Domo's own pages. */
function byHand(...names: string[]): void {
  steward.domo.world.setSchema(
    seeded.party,
    names.map((name) => ({ name, type: 'STRING' })),
  );
}

/** Adds a column and has it applied; resolves with the card, which offers `Undo`. */
async function applied(column: string, number: number): Promise<SeenMessage> {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await askToAdd(sophie, seeded.party, column, 'STRING');
  const card = await approveNumber(slack, number, 'emmy');
  return slack.as('emmy').seesChange(card, /changed and checked/);
}

test('a column removed and another added in its place stay that when the form is opened again', async () => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, seeded.party);
  await remove(sophie, 2);
  await add(sophie, 'Town', 'STRING');
  byHand('Diet', 'Friend', 'Attending');
  await request(sophie);
  await sophie.press(await sophie.sees('dm', /no one was asked to approve/), 'Open the form');
  const again = await sophie.modal(/2 changes/);
  expect(again.text).toContain('Attending removed');
  expect(again.text).toContain('Town (STRING) added last');
});

test('what follows an earlier request does not hide the edits that the person has kept', async () => {
  const sophie = steward.slack.as('sophie');
  const card = await applied('Town', 1);
  await openColumns(sophie, seeded.party);
  await rename(sophie, 1, 'Mine');
  await sophie.closeModal('all');
  await sophie.press(sophie.now(card), 'Undo');
  await sophie.dismiss(/Town removed/);
  expect((await openColumns(sophie, seeded.party)).text).toContain('1. Mine · STRING (was Friend)');
});

test('what follows an earlier request is kept once it was edited, and not before', async () => {
  const sophie = steward.slack.as('sophie');
  const card = await applied('Town', 1);
  const undo = async () => {
    await sophie.press(sophie.now(card), 'Undo');
    return sophie.modal(/Town removed/);
  };
  expect((await undo()).text).toMatch(/Reason: Undo of #1: ./);
  await sophie.closeModal('all');
  expect((await openColumns(sophie, seeded.party)).text).toContain('No change yet');
  await sophie.closeModal('all');
  await undo();
  await add(sophie, 'Street', 'STRING');
  await sophie.closeModal('all');
  expect((await undo()).text).toContain('Street (STRING) added last');
});

test('a later request that came to nothing does not keep a reverted change from being told', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  const first = await applied('Town', 1);
  await askToAdd(sophie, seeded.party, 'Street', 'STRING');
  const card = await decidableCard(slack, 2);
  byHand('Friend', 'Attending');
  await emmy.press(card, 'Approve', { confirm: true });
  await emmy.seesChange(card, ended({ drifted: 1 }));
  await recheckNow(steward);
  await emmy.seesReply(first, /Domo is back to the old columns/);
}, 40_000);
