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

  const [leonhard, carl] = [
    { by: 'name', name: 'Leonhard Euler' },
    { by: 'name', name: 'Carl Gauss' },
  ];

  test.each(['->', '-&gt;', '--&gt;', '=&gt;', '→', ',', 'to', 'and'])(
    '%s between two people, with blanks',
    (between) => {
      const text = `Leonhard Euler ${between} Carl Gauss`;
      expect(readOwnerCommand(text)).toEqual({ does: 'open', people: [leonhard, carl] });
    },
  );

  test.each(['-&gt;', '→', ','])('%s between two people, without', (between) => {
    expect(readOwnerCommand(`Leonhard Euler${between}Carl Gauss`)).toEqual({ does: 'open', people: [leonhard, carl] });
    expect(readOwnerCommand(`27${between}28`)).toEqual({
      does: 'open',
      people: [
        { by: 'id', id: 27 },
        { by: 'id', id: 28 },
      ],
    });
    expect(readOwnerCommand(`<@U0EMMY00001|emmy>${between}<mailto:a@b.com|a@b.com>`)).toEqual({
      does: 'open',
      people: [
        { by: 'slack', slackId: 'U0EMMY00001' },
        { by: 'email', email: 'a@b.com' },
      ],
    });
  });

  test.each(['Jean-Pierre Serre', 'R&amp;D', 'A &lt; B', 'list of people', 'help desk'])('%s is one name', (name) => {
    expect(readOwnerCommand(name)).toMatchObject({ does: 'open', people: [{ by: 'name' }] });
  });

  test.each(['status', 'status soon', 'history', '1 2 3'])('%p is explained', (text) => {
    expect(readOwnerCommand(text)).toMatchObject({ does: 'explain' });
  });
});
