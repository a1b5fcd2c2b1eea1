import { addLeavers, approve, askAndSee, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';

/** Too long for Slack's dialog, which holds 300 characters in all. */
const longName = `Collegium ${'Mathematicum '.repeat(18)}Basiliense`.slice(0, 250);
let leaver = firstLeaver - 1;

const steward = sharedSteward({
  policy: 'channel: C0123456789\napprovers: [S0123456789]\napprovals: 2\n',
  world: (world) => {
    addLeavers(world, 5, 1);
    world.addUser({ id: 3001, name: longName, email: 'collegium@example.com' });
  },
});

/** A card of a request to somebody with a name of 250 characters, and its `Approve` view, open before Emmy. */
async function approveView(reason = 'They take over') {
  leaver += 1;
  const emmy = steward.slack.as('emmy');
  const asked = await askAndSee(steward, { from: leaver, to: 3001, reason });
  const { dialog } = await emmy.press(asked.card, 'Approve');
  expect(dialog).toBeNull();
  return { ...asked, emmy, view: await emmy.modal(`Approve #${asked.number}`) };
}

test('a question that Slack’s dialog cannot hold is asked by a view, whole, and its answer is a vote with a comment', async () => {
  const { emmy, card, view } = await approveView();
  expect(view.text).toContain(
    `1 dataset of Leaver ${leaver} goes to ${longName} (collegium@example.com; not in Slack).`,
  );
  expect(view.text).toContain('They take over');
  await emmy.fill('Comment', 'Fine with me.');
  expect(await emmy.submit()).toBeNull();
  await emmy.dismiss(/Your approval counts/);
  await emmy.seesChange(card, /1 of 2[\s\S]*Emmy Noether approved: “Fine with me\.”/);
});

test('opens for nobody who may not approve', async () => {
  leaver += 1;
  const { card } = await askAndSee(steward, { from: leaver, to: 3001 });
  const sophie = steward.slack.as('sophie');
  await sophie.press(card, 'Approve');
  expect((await sophie.dismiss()).text).toContain("You can't approve your own request");
});

test('decided in the meantime it says by whom, and keeps what was typed', async () => {
  const { emmy, card, number } = await approveView();
  const typed = `${'word '.repeat(190)}the end.`;
  await emmy.fill('Comment', typed);
  const ada = steward.slack.as('ada');
  await ada.press(ada.now(card), 'Reject');
  await ada.modal();
  await ada.fill('Reason', 'Not them');
  await ada.submit();
  await ada.closeModal('all');
  await emmy.seesChange(card, /Rejected by Ada/);
  expect(await emmy.submit()).toBeNull();
  const { text } = await emmy.dismiss(/Too late: Ada Lovelace/);
  expect(text).toContain('the end.');
  expect(emmy.now(card).text).toContain(`#${number}`);
});

test('from a card that another one replaced it decides nothing', async () => {
  const { emmy, card } = await approveView();
  steward.slack.as('ada').deleteMessage(card);
  await steward.restart();
  const newer = await emmy.sees('domo-changes', new RegExp(`Leaver ${leaver}`));
  expect(newer.ts).not.toBe(card.ts);
  await emmy.submit();
  expect((await emmy.dismiss(/out of date/)).text).toContain('Use the newer one');
  expect(emmy.now(newer).text).toContain('0 of 2');
});

test('any other question is asked by Slack’s own dialog, and no view opens', async () => {
  leaver += 1;
  const { card } = await askAndSee(steward, { from: leaver });
  for (const who of ['emmy', 'ada']) await approve(steward, card, who);
  await steward.slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  expect(steward.slack.as('emmy').openModal()).toBeNull();
});
