import type { Locator, Page } from 'playwright-core';
import { askForOwner, card, goTo, pressAndConfirm } from './as-people-do.ts';
import { addColumn, columnsInDomo, openColumns, openInDomo, request, schemaForm, shows } from './edit-columns.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const patience = 180_000;

const sandbox = sharedSandboxBrowser();

async function turn(page: Page, name: string, to: 'on' | 'off'): Promise<void> {
  const before = page.getByRole('switch', { name, checked: to === 'off' });
  const colour = await trackColour(before);
  await before.click();
  const after = page.getByRole('switch', { name, checked: to === 'on' });
  await after.waitFor();
  expect(await trackColour(after)).not.toBe(colour);
}

/** One must see at a glance what is on. */
function trackColour(control: Locator): Promise<string> {
  return control
    .locator('.switch-track')
    .evaluate((track) => track.ownerDocument.defaultView.getComputedStyle(track).backgroundColor);
}

/** Asks for a hand-over as Sophie and has Emmy approve it. Resolves to her window and the request's number. */
async function handOver(from: string, to: string): Promise<{ emmy: Page; number: number }> {
  const sophie = await sandbox.open('sophie');
  const number = await askForOwner(sophie, { from, to, reason: 'To see what happens' });
  const emmy = await sandbox.open('emmy', 'changes');
  await pressAndConfirm(emmy, card(emmy, number), 'Approve');
  return { emmy, number };
}

test('a dataset that Domo refuses is told with the reason, and the others are handed over', async () => {
  const page = await sandbox.open('ada');
  await page.getByRole('combobox', { name: 'Which dataset: Refuse one dataset' }).fill('Latin Squares');
  await page.getByRole('option', { name: /Latin Squares/ }).click();
  await page.getByRole('switch', { name: 'Refuse one dataset', checked: true }).waitFor();
  const { emmy, number } = await handOver('Leonhard Euler', 'Carl Friedrich Gauss');
  await shows(card(emmy, number), /11 of 12 datasets changed.*1 denied/, /Latin Squares/);
  await turn(page, 'Refuse one dataset', 'off');
  await card(emmy, number).getByRole('button', { name: 'Retry failed' }).waitFor();
});

test('a write whose answer is a 500 counts as done once it was read back, and is made once', async () => {
  const page = await sandbox.open('ada');
  await turn(page, 'Does it, then answers 500', 'on');
  const { emmy, number } = await handOver('Niels Henrik Abel', 'Blaise Pascal');
  await shows(card(emmy, number), /changed and checked/);
  await turn(page, 'Does it, then answers 500', 'off');
  await page.getByRole('tab', { name: /^Changes/ }).click();
  const changes = page.getByRole('region', { name: 'Changes in Domo' }).getByRole('listitem');
  expect(await changes.filter({ hasText: /Quintics.*owner.*→ Blaise Pascal/ }).count()).toBe(1);
});

test(
  'what a minute brings to light is told: an owner that stayed, a field that moved along, a schema taken back',
  async () => {
    const page = await sandbox.open('ada');
    await turn(page, 'Says OK, keeps the old owner', 'on');
    const before = await lastWrite(page);
    const ignored = await handOver('Pierre de Fermat', 'Blaise Pascal');
    await writeAfter(page, before);
    await turn(page, 'Says OK, keeps the old owner', 'off');
    await turn(page, 'Move more than asked', 'on');
    const between = await lastWrite(page);
    const moved = await handOver('Carl Friedrich Gauss', 'Ada Lovelace');
    await writeAfter(page, between);
    await turn(page, 'Move more than asked', 'off');

    const sophie = await sandbox.open('sophie');
    await turn(page, 'Change datasets of any kind', 'on');
    const taken = await addedColumn(sophie, 'Observatory Feed', 'Magnitude');
    const feed = await openInDomo(sophie, 'Observatory Feed');
    await columnsInDomo(feed, 'Magnitude');
    await feed.getByRole('button', { name: 'Run its connector' }).click();
    await feed.getByRole('cell', { name: 'Magnitude' }).waitFor({ state: 'detached' });
    await goTo(sophie, 'domo-changes');
    await card(sophie, taken).getByRole('button', { name: /repl/ }).click();
    const thread = sophie.getByRole('region', { name: 'Messages in the thread' });
    await thread.getByRole('button', { name: 'Request again' }).waitFor({ timeout: 100_000 });

    const told = card(moved.emmy, moved.number);
    await told.getByText(/1 not confirmed, \d+ not started/).waitFor({ timeout: 100_000 });
    await shows(told, /Domo changed more than we asked/);
    // The second dataset was written after the switch was off.
    await shows(card(ignored.emmy, ignored.number), /1 of 2 datasets changed.*1 not confirmed/);
    expect(
      await card(ignored.emmy, ignored.number)
        .getByText(/changed and checked|datasets done/)
        .count(),
    ).toBe(0);
    await page.getByRole('tab', { name: /^Changes/ }).click();
    const changes = page.getByRole('region', { name: 'Changes in Domo' }).getByRole('listitem');
    expect(await changes.filter({ hasText: /owner.*→ Ada Lovelace/ }).count()).toBe(1);
    expect(await changes.filter({ hasText: /owner.*Pierre de Fermat/ }).count()).toBe(1);
  },
  patience,
);

/** The newest write that Domo has answered, as the log of its requests shows it. */
async function lastWrite(page: Page): Promise<string> {
  await page.getByRole('tab', { name: /^Requests/ }).click();
  const calls = page.getByRole('region', { name: 'Requests to Domo' }).getByRole('listitem');
  const [newest = ''] = await calls.filter({ hasText: 'PUT' }).allInnerTexts();
  return newest;
}

/** Waits for a newer write than that one. */
async function writeAfter(page: Page, write: string): Promise<void> {
  while ((await lastWrite(page)) === write) await page.waitForTimeout(50);
}

/** Adds a column at the end, as Sophie and Emmy. Resolves to the request's number once it is applied. */
async function addedColumn(sophie: Page, dataset: string, column: string): Promise<number> {
  await openColumns(sophie, dataset);
  await addColumn(sophie, column, 'DOUBLE');
  await shows(schemaForm(sophie), '1 change · Safe');
  const number = await request(sophie, 'The new telescope measures it');
  const emmy = await sandbox.open('emmy', 'changes');
  await pressAndConfirm(emmy, card(emmy, number), 'Approve');
  await card(emmy, number)
    .getByText(/changed and checked|datasets done/)
    .waitFor();
  return number;
}
