import { readOwnerCommand } from '../../../src/slack/listeners/owner/command-text.ts';

describe('/domo-owner', () => {
  test.each([
    ['', { does: 'open', people: [] }],
    ['help', { does: 'help' }],
    [' LIST ', { does: 'list' }],
    ['status 42', { does: 'status', number: 42 }],
    ['status #42', { does: 'status', number: 42 }],
    ['history Sales &amp; Tax', { does: 'history', dataset: 'Sales & Tax' }],
    ['history "Sales daily"', { does: 'history', dataset: 'Sales daily' }],
    [
      '<@U0EMMY00001|emmy> <@U0ADA000001>',
      {
        does: 'open',
        people: [
          { by: 'slack', slackId: 'U0EMMY00001' },
          { by: 'slack', slackId: 'U0ADA000001' },
        ],
      },
    ],
    [
      '<mailto:leonhard@example.com|leonhard@example.com> 28',
      {
        does: 'open',
        people: [
          { by: 'email', email: 'leonhard@example.com' },
          { by: 'id', id: 28 },
        ],
      },
    ],
    [
      '@Leonhard Euler to “Carl Friedrich Gauss”',
      {
        does: 'open',
        people: [
          { by: 'name', name: 'Leonhard Euler' },
          { by: 'name', name: 'Carl Friedrich Gauss' },
        ],
      },
    ],
  ])('%p', (text, command) => {
    expect(readOwnerCommand(text)).toEqual(command);
  });

  test.each(['status', 'status soon', 'history', '1 2 3'])('%p is explained', (text) => {
    expect(readOwnerCommand(text)).toMatchObject({ does: 'explain' });
  });
});
