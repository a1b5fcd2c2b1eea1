import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward();

test('a person of whom Slack says that they changed is looked up again at once', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  await sophie.command('/domo-owner');
  await sophie.dismiss('Change dataset owner');
  await slack.changePerson('sophie', { standing: 'guest' });
  await sophie.asks('/domo-owner', /full members/);
});
