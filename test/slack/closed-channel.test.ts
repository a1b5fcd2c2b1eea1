import { pino } from 'pino';
import { addLeavers, approve, ask, firstLeaver } from '../support/requests.ts';
import { channel, decidableCard, ended, type Steward, startSteward } from '../support/steward.ts';

let steward: Steward;
const logged: string[] = [];

beforeAll(async () => {
  const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  steward = await startSteward({
    world: (world) => addLeavers(world, 1),
    workspace: ({ app, channel: find }) => find(channel)?.members.delete(app.botUserId),
    overrides: { logger },
  });
});

afterAll(async () => {
  await steward.close();
});

test('a channel that takes no card is told at start and to the requester, until the card is there', async () => {
  const { slack } = steward;
  const sophie = slack.as('sophie');
  expect(logged.join('')).toMatch(/isn't in the approval channel #domo-changes. Invite it there/);

  const number = await ask(steward, { from: firstLeaver });
  const dm = await sophie.sees('dm', new RegExp(`#${number}\\b`));
  await sophie.seesChange(dm, /can't post its card.*approval channel #domo-changes. Invite it there/s);
  await sophie.command(`/domo-owner status ${number}`);
  await sophie.sees('general', /can't post its card/);

  slack.workspace.channel(channel)?.members.add(slack.workspace.app.botUserId);
  const card = await decidableCard(slack, number);
  expect(card.text).not.toContain("can't post its card");
  await slack.workspace.until(() => !sophie.now(dm).text.includes("can't post its card") || undefined);
  await approve(steward, card);
  await slack.as('emmy').seesChange(card, ended({ verified: 2 }));
});
