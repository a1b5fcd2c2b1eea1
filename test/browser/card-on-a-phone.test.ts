import type { Locator } from 'playwright-core';
import { askForOwner, beingPrepared, card } from './as-people-do.ts';
import {
  addColumn,
  columnMenu,
  moveColumn,
  openColumns,
  renameColumn,
  retypeColumn,
  schemaForm,
  send,
  shows,
} from './edit-columns.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const patience = 90_000;
/** What Slack shows of a channel at once on a phone of 390 × 844, in px: its own bars take the rest. */
const firstScreen = 590;
/** Of buttons, with the gap between two rows, in px. */
const rowHeight = 44;
const phone = (width: number) => ({ viewport: { width, height: 844 }, isMobile: true, hasTouch: true });

/** The card of 12 datasets, that of a dataset under row security whose new owner has a namesake, and that of 5 column changes. */
let numbers: { owner: number; secured: number; schema: number };

const sandbox = sharedSandboxBrowser();

beforeAll(async () => {
  const sophie = await sandbox.open('sophie');
  const owner = await askForOwner(sophie, {
    from: 'Leonhard Euler',
    to: 'Carl Friedrich Gauss',
    reason: 'Leonhard left on Friday; Carl takes over reporting (HR-1783).',
  });
  const secured = await askForOwner(sophie, {
    from: 'Emmy Noether',
    to: 'johann.junior@example.com',
    reason:
      'Emmy moves to algebra for good, and Johann does the salaries of both institutes from November on (HR-1790).',
  });
  await openColumns(sophie, 'Elastic Surfaces');
  await addColumn(sophie, 'Town', 'STRING');
  await moveColumn(sophie, '7. Changed', /^First$/);
  await renameColumn(sophie, '2. Name', 'Surface');
  await retypeColumn(sophie, '5. Papers', 'DECIMAL');
  await columnMenu(sophie, '3. Region', 'Remove');
  await shows(schemaForm(sophie), '5 changes · Breaking');
  await send(sophie, "New survey instrument; Region isn't collected (DATA-307).");
  const review = sophie.getByRole('dialog', { name: 'Review the change' });
  await review.getByRole('button', { name: 'Request change' }).click();
  numbers = { owner, secured, schema: await beingPrepared(sophie) };
}, patience);

function approve(message: Locator): Locator {
  return message.getByRole('button', { name: /^Approve/ });
}

/** How far below the card's top the last of its buttons ends, in px. */
async function toButtons(message: Locator): Promise<number> {
  const [top, last] = await Promise.all([
    message.boundingBox(),
    message.getByRole('button', { name: /^Ask/ }).boundingBox(),
  ]);
  return (last?.y ?? Number.NaN) + (last?.height ?? 0) - (top?.y ?? 0);
}

/** What sticks out of the screen on the right, in words. */
function overflow(message: Locator): Promise<string[]> {
  return message.evaluate((element) =>
    [element, ...element.querySelectorAll('*')]
      .filter((each) => each.getBoundingClientRect().right > element.ownerDocument.documentElement.clientWidth + 0.5)
      .map((each) => `${each.tagName} ${each.textContent?.slice(0, 40)}`),
  );
}

/** Where its buttons stand, from the top of the screen, in px. */
async function topsOf(message: Locator, names: string[]): Promise<number[]> {
  const boxes = names.map((name) => message.getByRole('button', { name: new RegExp(`^${name}`) }).boundingBox());
  return (await Promise.all(boxes)).map((box) => Math.round(box?.y ?? Number.NaN));
}

describe.each([
  ['a hand-over', 'owner'],
  ['one with warnings', 'secured'],
  ['a schema change', 'schema'],
] as const)('the card of %s', (_, kind) => {
  test(
    'can be read and decided on a phone without scrolling',
    async () => {
      const emmy = await sandbox.open('emmy', 'changes', phone(390));
      const message = card(emmy, numbers[kind]);
      await approve(message).waitFor();
      expect(await toButtons(message)).toBeLessThanOrEqual(firstScreen);
      expect(await overflow(message)).toEqual([]);
      await emmy.context().close();
    },
    patience,
  );

  test.each([
    [390, 'all its buttons in one row'],
    [360, 'its buttons in one row, of which only `Ask` may fall into the next'],
  ])(
    'has at %s px %s',
    async (width) => {
      const emmy = await sandbox.open('emmy', 'changes', phone(width));
      const message = card(emmy, numbers[kind]);
      await approve(message).waitFor();
      const [ask = Number.NaN, ...others] = await topsOf(message, ['Ask', 'Approve', 'Reject', 'Details']);
      expect(new Set(others).size).toBe(1);
      expect(ask - Math.max(...others)).toBeLessThanOrEqual(width < 390 ? rowHeight : 0);
      expect(await overflow(message)).toEqual([]);
      await emmy.context().close();
    },
    patience,
  );
});
