import type { Locator, Page } from 'playwright-core';
import { beingPrepared, leave, pick, say } from './as-people-do.ts';

/** What people do at the form of a schema change, found by what they see. */

export function schemaForm(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Change dataset schema' });
}

/** Waits until the form, or whatever part of the page is given, shows each of the texts. */
export async function shows(part: Locator, ...texts: (string | RegExp)[]): Promise<void> {
  for (const text of texts) await part.getByText(text).first().waitFor();
}

/** Opens the form of a dataset and waits for its columns. What the person had open before, in another window, is closed. */
export async function openColumns(page: Page, dataset: string): Promise<Locator> {
  await leave(page);
  await say(page, `/domo-schema ${dataset}`);
  const form = schemaForm(page);
  await shows(form, /^Columns [\d,]+–[\d,]+ of [\d,]+$/);
  return form;
}

/** Chooses from the menu beside a column, which begins as given: `2. Region`. The column edited last has a menu that takes the focus. */
export async function columnMenu(page: Page, column: string, choice: string): Promise<void> {
  const form = schemaForm(page);
  await form
    .getByRole('button', { name: `More actions: ${column}` })
    .or(form.getByRole('combobox', { name: column }))
    .click();
  await page
    .getByRole('menuitem', { name: choice, exact: true })
    .or(page.getByRole('option', { name: choice, exact: true }))
    .click();
}

/** Adds a column, at the end unless a position is given. */
export async function addColumn(page: Page, name: string, type: string, position?: number): Promise<void> {
  await schemaForm(page).getByRole('button', { name: 'Add column' }).click();
  const form = page.getByRole('dialog', { name: 'Add column' });
  await form.getByRole('textbox', { name: 'Column name' }).fill(name);
  await pick(page, 'Column type', type, new RegExp(`^${type}`));
  if (position !== undefined)
    await choosePlace(page, position === 1 ? /^First$/ : new RegExp(`^After ${position - 1}\\. `));
  await form.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Where one is optional, the field says so behind its name. */
async function choosePlace(page: Page, place: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: /^Position/ }).click();
  await page.getByRole('option', { name: place }).click();
}

export async function renameColumn(page: Page, column: string, name: string): Promise<void> {
  await columnMenu(page, column, 'Rename');
  const form = page.getByRole('dialog', { name: 'Rename column' });
  await form.getByRole('textbox', { name: 'Column name' }).fill(name);
  await form.getByRole('button', { name: 'Rename', exact: true }).click();
}

export async function retypeColumn(page: Page, column: string, type: string): Promise<void> {
  await columnMenu(page, column, 'Change type');
  const form = page.getByRole('dialog', { name: 'Change type' });
  await pick(page, 'Column type', type, new RegExp(`^${type}`));
  await form.getByRole('button', { name: 'Change type', exact: true }).click();
}

/** `place`: as `Position` offers it. */
export async function moveColumn(page: Page, column: string, place: RegExp): Promise<void> {
  await columnMenu(page, column, 'Move…');
  const form = page.getByRole('dialog', { name: 'Move column' });
  await choosePlace(page, place);
  await form.getByRole('button', { name: 'Move', exact: true }).click();
}

/** Gives the reason and presses the form's button. */
export async function send(page: Page, reason: string): Promise<void> {
  const form = schemaForm(page);
  await form.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await form.getByRole('button', { name: 'Request change' }).click();
}

/** Sends a change that needs no review. Resolves to the request's number. */
export async function request(page: Page, reason: string): Promise<number> {
  await send(page, reason);
  return beingPrepared(page);
}

/** Opens a dataset in Domo's panel. Resolves to its part of the panel. */
export async function openInDomo(page: Page, dataset: string): Promise<Locator> {
  await page.getByRole('searchbox', { name: 'Search datasets' }).fill(dataset);
  const row = page.getByRole('region', { name: 'Datasets' }).getByRole('listitem').filter({ hasText: dataset });
  await row.getByRole('button', { name: dataset, expanded: false }).click();
  await row.getByRole('row').nth(1).waitFor();
  return row;
}

/** The columns that Domo's panel shows of an open dataset, as soon as there is one of this name. */
export async function columnsInDomo(dataset: Locator, awaited: string): Promise<string[]> {
  await dataset.getByRole('cell', { name: awaited, exact: true }).waitFor();
  const rows = await dataset.getByRole('row').allInnerTexts();
  return rows.slice(1).map((row) => row.split(/\s*\t\s*/).join(': '));
}
