import type { Locator, Page } from 'playwright-core';

/** What people do at the page, found by what they see. */

export function stream(page: Page): Locator {
  return page.getByRole('region', { name: /^Messages in [#D]/ });
}

/** The card of a request: the app's message in the channel that carries its number. */
export function card(page: Page, number: number): Locator {
  return stream(page)
    .getByRole('article')
    .filter({ hasText: new RegExp(`#${number} · `) });
}

export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message #/ });
  await box.fill(text);
  await box.press('Enter');
}

export async function pick(page: Page, field: string, typed: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: field, exact: true }).fill(typed);
  await page.getByRole('option', { name: option }).click();
}

/** Fills in the owner form by mouse, and submits it. Resolves to the request's number. */
export async function askForOwner(
  page: Page,
  { from, to, reason }: { from: string; to: string; reason: string },
): Promise<number> {
  await say(page, '/domo-owner');
  const form = page.getByRole('dialog', { name: 'Change dataset owner' });
  await form.waitFor();
  await pick(page, 'Current owner', from, new RegExp(from));
  await form.getByRole('radio', { name: /All of them \(\d+\)/ }).waitFor();
  await pick(page, 'New owner', to, new RegExp(to));
  await form.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await form.getByRole('button', { name: 'Request change' }).click();
  return beingPrepared(page);
}

/** Waits for the modal that says so, and closes it. Resolves to the request's number. */
export async function beingPrepared(page: Page): Promise<number> {
  const said = page.getByText(/#\d+ is being prepared/).first();
  const number = Number(/#(\d+)/.exec((await said.textContent()) ?? '')?.[1]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return number;
}

export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: place }).click();
}

/** Presses a button of a message and, when Slack asks, its confirm dialog. */
export async function pressAndConfirm(page: Page, message: Locator, button: string): Promise<void> {
  // What a screen reader hears goes on: “Approve #1, 12 datasets to Carl”.
  await message.getByRole('button', { name: new RegExp(`^${button}\\b`) }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${button}\\b`) })
    .click();
}

/** Waits for a modal of this title and closes it. */
export async function closeModal(page: Page, title: string): Promise<void> {
  const modal = page.getByRole('dialog', { name: title });
  await modal.getByRole('button', { name: 'Close', exact: true }).click();
  await modal.waitFor({ state: 'detached' });
}

/** Leaves whatever is open, with Escape. */
export async function leave(page: Page): Promise<void> {
  const dialogs = page.getByRole('dialog');
  for (let left = await dialogs.count(); left > 0; left = await dialogs.count()) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(50);
  }
}

/** The newest message that says this. */
export function message(page: Page, text: RegExp): Locator {
  return stream(page).getByRole('article').filter({ hasText: text }).last();
}

/** Writes into a form of one field, sends it, and closes what it turns into. */
export async function write(page: Page, field: string, text: string, sendBy: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: field }).fill(text);
  await dialog.getByRole('button', { name: sendBy }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
