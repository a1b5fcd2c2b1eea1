import { addLeavers, ask, firstLeaver } from '../support/requests.ts';
import { decidableCard, sharedSteward } from '../support/steward.ts';

const day = 24 * 60 * 60_000;

let leaver = firstLeaver - 1;
/** How much later it is for the app, in ms. */
let later = 0;

const now = () => new Date(Date.now() + later);
const steward = sharedSteward({ world: (world) => addLeavers(world, 3, 1), overrides: { now } });

beforeEach(() => {
  leaver += 1;
});

afterEach(() => steward.slack.faults.clear());

/** Slack tells nothing of groups, until the faults are cleared. */
async function holdUp(): Promise<number> {
  steward.slack.faults.onCall('usergroups.users.list', { kind: 'error', error: 'missing_scope' }, 1_000);
  await steward.restart();
  return ask(steward, { from: leaver });
}

test('who waits for Slack is told so, and no more once it answers', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  const number = await holdUp();
  const dm = await sophie.sees('dm', new RegExp(`#${number}\\b`));
  const held = await sophie.seesChange(dm, /Slack didn't say who can approve this so far/);
  expect(held.text).toContain('The Slack app lacks a permission (missing_scope)');
  slack.faults.clear();
  const card = await decidableCard(slack, number);
  expect(card.text).not.toContain("Slack didn't say");
  await slack.workspace.until(() => !sophie.now(dm).text.includes("Slack didn't say"));
});

test('a day of it ends the request, and blames Slack, not Domo', async () => {
  const { slack } = steward;
  const number = await holdUp();
  const dm = await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b`));
  await slack.as('sophie').seesChange(dm, /Slack didn't say/);
  later += day;
  const told = await slack.as('sophie').sees('dm', new RegExp(`#${number}\\b[\\s\\S]*no one was asked to approve`));
  expect(told.text).toMatch(
    /within a day, so it's closed\. Slack didn't say who can approve this: The Slack app lacks a permission/,
  );
  expect(told.text).not.toContain("I couldn't read Domo");
});
