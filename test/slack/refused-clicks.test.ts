import { addLeavers, askAndSee, auditLines, firstLeaver, refusals } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const nobodys = '00000000-0000-4000-8000-000000000000';

const steward = sharedSteward({ world: (world) => addLeavers(world, 1) });

/** The last press of a button, to come once more as if it had been another one. */
function lastPress(): (different: (payload: string) => string) => Promise<unknown> {
  const { slack } = steward;
  const press = slack.latest('block_actions');
  return (different) => slack.redeliver({ ...press, payload: JSON.parse(different(JSON.stringify(press.payload))) });
}

async function untilRefused(action: string, why: string): Promise<void> {
  const found = await refusals(
    steward,
    ({ detail }) => detail.action === action && (detail.refusal as { why: string }).why === why,
  );
  expect(found).toHaveLength(1);
}

test('guests who press Details or Withdraw, and buttons of no request, are in the audit log', async () => {
  const { slack } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  const asGuest = (payload: string) =>
    payload.replaceAll(emmy.id, slack.as('evariste').id).replaceAll(sophie.id, slack.as('evariste').id);
  const { number, card } = await askAndSee(steward, { from: firstLeaver });
  await emmy.press(emmy.now(card), 'Details');
  await emmy.modal(`#${number}`);
  const viewPlan = lastPress();
  await viewPlan(asGuest);
  await untilRefused('details', 'not_a_member');
  await viewPlan((payload) => payload.replace(/("value":")[0-9a-f-]{36}/g, `$1${nobodys}`));
  await untilRefused('details', 'no_such_request');
  await emmy.closeModal('all');

  const submitted = await sophie.sees('dm', new RegExp(`#${number}\\b`));
  await sophie.press(submitted, 'Withdraw', { confirm: true });
  await sophie.seesChange(submitted, /Withdrawn/);
  await lastPress()(asGuest);
  await untilRefused('withdraw', 'not_a_member');
});

test('opening Home is no click', async () => {
  const before = (await auditLines(steward)).length;
  await steward.slack.as('evariste').openHome(/full members/);
  expect(await auditLines(steward)).toHaveLength(before);
});
