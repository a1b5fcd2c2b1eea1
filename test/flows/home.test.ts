import { approve, askAndSee } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward();

test('an open Home follows what changes, and nobody else is shown one', async () => {
  const { slack } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  expect((await emmy.openHome()).text).toContain('Nothing to approve.');
  const { number, card } = await askAndSee(steward, { from: 36, by: 'sophie' });
  const line = new RegExp(`#${number}\\b.*Waiting for approval`);
  await slack.workspace.until(() => line.exec(emmy.home()?.text ?? ''));
  await steward.restart();
  await approve(steward, card, 'ada');
  await slack.workspace.until(() => new RegExp(`#${number}\\b.*[Cc]hanged and checked`).exec(emmy.home()?.text ?? ''));
  expect(emmy.home()?.text).toContain('Nothing to approve.');
  expect(sophie.home()).toBeNull();
  // A job, a vote, a run: a publish for each thing that its line says, and none for what it does not.
  expect(slack.calls.filter(({ method }) => method === 'views.publish').length).toBeLessThanOrEqual(6);
});
