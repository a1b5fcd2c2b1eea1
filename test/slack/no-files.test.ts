import { addLeavers, approveUntil, askAndSee, firstLeaver, longPlan } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward({ world: (world) => addLeavers(world, 4, longPlan) });

const forbidden = [
  ['files.getUploadURLExternal', 'file_uploads_disabled'],
  ['files.completeUploadExternal', 'file_uploads_except_images_disabled'],
  ['files.completeUploadExternal', 'file_type_not_allowed'],
  ['files.completeUploadExternal', 'posting_to_channel_denied'],
] as const;

test.each(forbidden)(
  'a workspace whose %s answers %s decides and applies all the same, and says so once',
  async (method, error) => {
    const { slack } = steward;
    const emmy = slack.as('emmy');
    slack.faults.onCall(method, { kind: 'error', error }, 100);
    const leaver = firstLeaver + forbidden.findIndex((each) => each[1] === error);
    const { card } = await askAndSee(steward, { from: leaver });
    await emmy.seesReply(card, /I can't post the full list as a file/);
    await approveUntil(steward, card, { verified: longPlan });
    await emmy.seesReply(card, /Audit chain/);
    const told = emmy.thread(card).filter(({ text }) => text.includes("can't post the full list"));
    expect(told).toHaveLength(1);
    slack.faults.clear();
  },
);
