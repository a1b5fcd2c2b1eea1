import { pino } from 'pino';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { addLeavers, approveUntil, ask, firstLeaver } from '../support/requests.ts';
import { channel, decidableCard, startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward({ world: (world) => addLeavers(world, 1) });

const outside = ({ app, channel: find }: Workspace, isOutside: boolean) =>
  find(channel)?.members[isOutside ? 'delete' : 'add'](app.botUserId);
const archived = ({ channel: find }: Workspace, isArchived: boolean) =>
  Object.assign(find(channel) ?? {}, { isArchived });

test.each([
  ['the app is not in', outside, /isn't in the approval channel #domo-changes. Invite it there/],
  ['is archived', archived, /The approval channel #domo-changes is archived. Unarchive it/],
] as const)(
  'a channel that %s is told at start and to the requester, until the card is there',
  async (_, close, words) => {
    const logged: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
    await start({ workspace: (workspace) => close(workspace, true), overrides: { logger } });
    const { slack } = steward;
    const sophie = slack.as('sophie');
    expect(logged.join('')).toMatch(words);

    const number = await ask(steward, { from: firstLeaver });
    const dm = await sophie.sees('dm', new RegExp(`#${number}\\b`));
    await sophie.seesChange(dm, /can't post its card/);
    expect(sophie.now(dm).text).toMatch(words);
    await sophie.asks(`/domo-owner status ${number}`, /can't post its card/);

    close(slack.workspace, false);
    const card = await decidableCard(slack, number);
    expect(card.text).not.toContain("can't post its card");
    await slack.workspace.until(() => !sophie.now(dm).text.includes("can't post its card") || undefined);
    await approveUntil(steward, card, { verified: 2 });
  },
);
