import fc from 'fast-check';
import { checkBlocks, type Surface } from '../../slack/block-kit/check-blocks.ts';
import { problemLine } from '../../slack/block-kit/problems.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (text: string) => ({ text: plain(text), value: text });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const button = (rest: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...rest });
const select = (rest: object) => actions({ type: 'static_select', action_id: 'pick', ...rest });
const cell = (text: string) => ({ type: 'raw_text', text });
const sectionOf = (text: string) => ({ type: 'section', text: plain(text) });
const inputOf = (element: object) => ({ type: 'input', label: plain('Which?'), element });
const several = { type: 'multi_static_select', options: [option('a'), option('b'), option('c')] };
const numberInput = { type: 'number_input', is_decimal_allowed: false };
const dialog = { title: plain('Sure?'), text: plain('It is for good.'), confirm: plain('Yes'), deny: plain('No') };
const task = { type: 'task_card', task_id: 't', title: 't' };
const picture = (image_url: string) => ({ type: 'image', image_url, alt_text: 'A picture' });
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

function problems(blocks: unknown, surface: Surface = 'message'): string[] {
  const checked = checkBlocks(blocks, surface, new Set());
  return checked.ok ? [] : checked.problems.map(problemLine);
}

describe('what Slack takes', () => {
  test.each<[string, unknown[], Surface]>([
    ['a card', [{ type: 'header', text: plain('x') }, { type: 'divider' }, actions(button())], 'message'],
    ['a table of 100 × 20', [{ type: 'table', rows: many(100, () => many(20, () => cell('x'))) }], 'message'],
    ['a header and 200 rows', [{ type: 'data_table', caption: 'c', rows: many(201, () => [cell('x')]) }], 'message'],
    ['an alert in a modal', [{ type: 'alert', text: plain('No'), level: 'error' }], 'modal'],
    ['100 options', [select({ options: many(100, (n) => option(String(n))) })], 'modal'],
    ['an initial option', [select({ options: [option('a'), option('b')], initial_option: option('b') })], 'home'],
    ['menus of several choices', [{ ...sectionOf('x'), accessory: several }, inputOf(several)], 'message'],
    ['a number in a modal', [inputOf(numberInput)], 'modal'],
    ['a whole confirm dialog', [actions(button({ confirm: dialog }))], 'message'],
    ['a card that is a picture', [{ type: 'card', hero_image: picture('https://example.com/a.png') }], 'message'],
    ['several choices among the actions', [actions(several)], 'message'],
    ['an option value of 150', [select({ options: [{ text: plain('a'), value: 'x'.repeat(150) }] })], 'message'],
    ['a table on a Home tab', [{ type: 'table', rows: [[cell('x')]] }], 'home'],
    ['a card in a modal', [{ type: 'card', title: { type: 'mrkdwn', text: 'x' } }], 'modal'],
    ['tasks that name no type', [{ type: 'plan', title: 'p', tasks: [{ task_id: 't', title: 't' }] }], 'message'],
    [
      'a task with its sources',
      [{ ...task, sources: [{ type: 'url', url: 'https://example.com/a', text: 'a' }] }],
      'message',
    ],
    [
      'a number in its range',
      [inputOf({ ...numberInput, min_value: '-1', max_value: '2', initial_value: '0' })],
      'modal',
    ],
    ['one action id in two blocks', [actions(button()), actions(button())], 'message'],
  ])('%s', (_, blocks, surface) => {
    expect(problems(blocks, surface)).toEqual([]);
  });
});

describe('what Slack refuses', () => {
  test.each<[string, unknown[], Surface, string]>([
    [
      'an empty text',
      [{ type: 'section', text: plain('') }],
      'message',
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a text of 3,001',
      [{ type: 'section', text: plain('x'.repeat(3001)) }],
      'message',
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a section of nothing',
      [{ type: 'section' }],
      'message',
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
    ],
    [
      '51 blocks in a message',
      many(51, () => ({ type: 'divider' })),
      'message',
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      '101 blocks in a modal',
      many(101, () => ({ type: 'divider' })),
      'modal',
      'no more than 100 items allowed [json-pointer:/blocks]',
    ],
    [
      'an unknown key',
      [{ type: 'divider', colour: 'red' }],
      'message',
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    ['an unknown block', [{ type: 'marquee' }], 'message', 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
    ['a missing field', [{ type: 'header' }], 'message', 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'mrkdwn where plain text belongs',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'message',
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an empty menu',
      [select({ options: [] })],
      'message',
      'no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      '101 options',
      [select({ options: many(101, (n) => option(String(n))) })],
      'message',
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a menu without options',
      [select({})],
      'message',
      'must define either `options` or `option_groups` as an array [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a strange initial option',
      [select({ options: [option('a')], initial_option: option('b') })],
      'message',
      'the provided initial option(s) do not match any options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an option of 76',
      [select({ options: [option('x'.repeat(76))] })],
      'message',
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'an option value of 151',
      [select({ options: [{ text: plain('a'), value: 'x'.repeat(151) }] })],
      'message',
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'a block id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      'message',
      'block_id already exists: a [json-pointer:/blocks/1/block_id]',
    ],
    [
      'an action id twice in a block',
      [actions(button(), button())],
      'message',
      'action_id already exists: go [json-pointer:/blocks/0/elements]',
    ],
    [
      '26 buttons',
      [actions(...many(26, (n) => button({ action_id: `b${n}` })))],
      'message',
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a table in a modal',
      [{ type: 'table', rows: [[cell('x')]] }],
      'modal',
      'unsupported type: table [json-pointer:/blocks/0/type]',
    ],
    [
      'an alert in a message',
      [{ type: 'alert', text: plain('No') }],
      'message',
      'unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'two tables',
      many(2, () => ({ type: 'table', rows: [[cell('x')]] })),
      'message',
      'only one table allowed [json-pointer:/blocks]',
    ],
    [
      '101 rows',
      [{ type: 'table', rows: many(101, () => [cell('x')]) }],
      'message',
      'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
    ],
    [
      'an empty cell',
      [{ type: 'table', rows: [[cell('')]] }],
      'message',
      'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
    ],
    [
      'a table of 10,001 characters',
      [{ type: 'table', rows: many(11, () => [cell('x'.repeat(910))]) }],
      'message',
      'table content must be less than 10001 characters [json-pointer:/blocks/0/rows]',
    ],
    [
      'uneven rows',
      [{ type: 'data_table', caption: 'c', rows: [[cell('a')], [cell('b'), cell('c')]] }],
      'message',
      'all rows must have the same number of cells [json-pointer:/blocks/0/rows]',
    ],
    [
      'a confirm text of 301',
      [actions(button({ confirm: { ...dialog, text: plain('x'.repeat(301)) } }))],
      'message',
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'a style that is none',
      [actions(button({ style: 'loud' }))],
      'message',
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'a range from above to below',
      [inputOf({ ...numberInput, min_value: '3', max_value: '2' })],
      'modal',
      'must not be greater than `max_value` [json-pointer:/blocks/0/element/min_value]',
    ],
    [
      'a number below its range',
      [inputOf({ ...numberInput, min_value: '1', initial_value: '0' })],
      'modal',
      'must not be less than `min_value` [json-pointer:/blocks/0/element/initial_value]',
    ],
    [
      'a number above its range',
      [inputOf({ ...numberInput, max_value: '1', initial_value: '2' })],
      'modal',
      'must not be greater than `max_value` [json-pointer:/blocks/0/element/initial_value]',
    ],
    [
      'a decimal that is not allowed',
      [inputOf({ ...numberInput, initial_value: '1.5' })],
      'modal',
      'decimals are not allowed [json-pointer:/blocks/0/element/initial_value]',
    ],
    [
      'a block that only the sandbox does not know',
      [{ type: 'video' }],
      'message',
      'not in this sandbox: video [json-pointer:/blocks/0/type]',
    ],
    [
      'a number in a message',
      [inputOf(numberInput)],
      'message',
      'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
    ],
    [
      'a number on a Home tab',
      [inputOf(numberInput)],
      'home',
      'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
    ],
    [
      'a card of nothing',
      [{ type: 'card', subtitle: { type: 'mrkdwn', text: 'x' } }],
      'message',
      'must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]',
    ],
    ...['title', 'text', 'confirm', 'deny'].map((part): [string, unknown[], Surface, string] => [
      `a confirm dialog without ${part}`,
      [actions(button({ confirm: { ...dialog, [part]: undefined } }))],
      'message',
      `missing required field: ${part} [json-pointer:/blocks/0/elements/0/confirm]`,
    ]),
    ...[
      'http://localhost:4000/a.png',
      'https://127.0.0.1/a.png',
      'http://[::1]/a.png',
      'ftp://example.com/a.png',
      'a',
    ].map((url): [string, unknown[], Surface, string] => [
      `the picture ${url}`,
      [picture(url)],
      'message',
      'downloading image failed [json-pointer:/blocks/0/image_url]',
    ]),
  ])('%s', (_, blocks, surface, problem) => {
    expect(problems(blocks, surface)).toContain(`[ERROR] ${problem}`);
  });
});

test('whatever is sent, there is an answer, and what is taken has ids', () => {
  const anything = fc.array(fc.record({ type: fc.constantFrom('section', 'divider', 'header'), text: fc.anything() }));
  fc.assert(
    fc.property(anything, (blocks) => {
      const checked = checkBlocks(blocks, 'message', new Set());
      return checked.ok ? checked.value.every((block) => block.block_id !== '') : checked.problems.length > 0;
    }),
    { examples: [[[{ type: 'section', text: { toString: '' } }]]] },
  );
});
