import { readCommandText } from '../../../src/slack/listeners/command-text.ts';

const now = new Date('2026-03-02T12:00:00Z');
const read = (text: string) => readCommandText(text, now);

describe('/domo-owner', () => {
  test.each([
    ['', { does: 'open', people: [] }],
    ['help', { does: 'help' }],
    [' LIST ', { does: 'list', asked: {} }],
    ['list mine', { does: 'list', asked: { which: 'mine' } }],
    ['list  Schema to  approve', { does: 'list', asked: { which: 'to approve', kind: 'schema' } }],
    ['list since 2026-03-01 open', { does: 'list', asked: { which: 'open', since: new Date('2026-03-01') } }],
    ['list owner since 2d', { does: 'list', asked: { kind: 'owner', since: new Date('2026-02-28T12:00:00Z') } }],
    ['status 42', { does: 'status', number: 42 }],
    ['status #42', { does: 'status', number: 42 }],
    ['history Sales &amp; Tax', { does: 'history', of: 'Sales & Tax' }],
    ['history "Sales daily"', { does: 'history', of: 'Sales daily' }],
    ['history 12 Monkeys', { does: 'history', of: '12 Monkeys' }],
    ['history 27', { does: 'history', of: '27', person: { by: 'id', id: 27 } }],
    [
      'history <@U0EMMY00001>',
      { does: 'history', of: '<@U0EMMY00001>', person: { by: 'slack', slackId: 'U0EMMY00001' } },
    ],
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
    expect(read(text)).toEqual(command);
  });

  const [leonhard, carl] = [
    { by: 'name', name: 'Leonhard Euler' },
    { by: 'name', name: 'Carl Gauss' },
  ];

  test.each(['->', '-&gt;', '--&gt;', '=&gt;', '→', ',', 'to', 'and'])(
    '%s between two people, with blanks',
    (between) => {
      const text = `Leonhard Euler ${between} Carl Gauss`;
      expect(read(text)).toEqual({ does: 'open', people: [leonhard, carl] });
    },
  );

  test.each(['-&gt;', '→', ','])('%s between two people, without', (between) => {
    expect(read(`Leonhard Euler${between}Carl Gauss`)).toEqual({ does: 'open', people: [leonhard, carl] });
    expect(read(`27${between}28`)).toEqual({
      does: 'open',
      people: [
        { by: 'id', id: 27 },
        { by: 'id', id: 28 },
      ],
    });
    expect(read(`<@U0EMMY00001|emmy>${between}<mailto:a@b.com|a@b.com>`)).toEqual({
      does: 'open',
      people: [
        { by: 'slack', slackId: 'U0EMMY00001' },
        { by: 'email', email: 'a@b.com' },
      ],
    });
  });

  test.each(['Jean-Pierre Serre', 'R&amp;D', 'A &lt; B', 'list of people', 'list since ever', 'help desk'])(
    '%s is one name',
    (name) => {
      expect(read(name)).toMatchObject({ does: 'open', people: [{ by: 'name' }] });
    },
  );

  test.each(['status', 'status soon', 'history', '1 2 3'])('%p is explained', (text) => {
    expect(read(text)).toMatchObject({ does: 'explain' });
  });
});
