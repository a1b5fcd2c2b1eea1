import { pingMessage } from '../../../src/slack/views/pings.ts';
import type { Ping } from '../../../src/workflow/ports.ts';
import { requestWith, ruleWith } from './plain.ts';

const emmy = 'U0EMMY00001';
const sophie = 'U0SOPHIE001';

function heading(slackId: string, requests: Ping['request'][]): string {
  const pings = requests.map((request) => ({ request, why: 'expires' as const }));
  return pingMessage(slackId, pings).text.split('\n')[0] ?? '';
}

describe('the heading of several requests in one message', () => {
  const open = (number: number) => requestWith({ number, rules: [ruleWith()] });
  const over = requestWith({ number: 3, state: 'expired' });

  test('counts those that its reader can decide', () => {
    expect(heading(emmy, [open(1), open(2), over])).toBe('2 requests need you');
    expect(heading(emmy, [open(1), over])).toBe('1 request needs you');
    expect(heading(emmy, [over, over])).toBe('Nothing here needs you now');
  });

  test('asks nothing of a requester, who can only wait', () => {
    expect(heading(sophie, [open(1), open(2), over])).toBe('2 of your requests are still waiting');
    expect(heading(sophie, [open(1), over])).toBe('1 of your requests is still waiting');
  });
});
