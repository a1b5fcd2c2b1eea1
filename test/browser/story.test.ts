import type { Locator, Page } from 'playwright-core';
import { askForOwner, card, closeModal, goTo, pick, pressAndConfirm, say, stream } from './as-people-do.ts';
import { type SandboxBrowser, startSandboxBrowser } from './sandbox-browser.ts';

let sandbox: SandboxBrowser;

beforeAll(async () => {
  sandbox = await startSandboxBrowser();
});

afterAll(async () => {
  await sandbox.close();
  expect(sandbox.problems).toEqual([]);
});

/** Waits until the story is at a step, and goes where it sends one. */
async function follow(page: Page, step: string, goes: string): Promise<void> {
  const story = page.getByRole('region', { name: 'Guided story' });
  await story.locator('[aria-current="step"]').filter({ hasText: step }).waitFor();
  await story.getByRole('link', { name: goes }).click();
}

test('a newcomer who does what the story says has seen a change asked for, refused, applied and kept', async () => {
  const page = await sandbox.open('blaise');
  const started = Date.now();

  await follow(page, 'Ask for a change', 'Be Sophie in #general');
  await page.getByRole('heading', { name: '# general' }).waitFor();
  await say(page, '/domo-owner');
  await pick(page, 'Current owner', 'leon', /Leonhard Euler/);
  await pick(page, 'New owner', 'carl', /Carl Friedrich Gauss/);
  await page.getByRole('textbox', { name: 'Reason' }).fill('He has left');
  await page.getByRole('button', { name: 'Request change' }).click();
  await closeModal(page, 'Requested');

  await follow(page, 'Try to approve it yourself', 'Be Sophie in #domo-changes');
  await pressAndConfirm(page, card(page, 1), 'Approve');
  await page.getByRole('dialog').getByText("You can't approve your own request").waitFor();
  await closeModal(page, "You can't approve this");

  await follow(page, 'Have a steward approve it', 'Be Emmy in #domo-changes');
  await page.getByRole('switch', { name: 'Slow' }).click();
  await page.getByRole('switch', { name: 'Slow', checked: true }).waitFor();
  await pressAndConfirm(page, card(page, 1), 'Approve');

  await page.getByText('click Restart the app at the top').waitFor();
  expect(await card(page, 1).getByText('changed and checked').count()).toBe(0);
  await page.getByRole('button', { name: /Restart the app/ }).click();
  await page.getByText('stopped').or(page.getByText('starting…')).first().waitFor();
  await page.getByText('Domo Steward is running').waitFor({ state: 'attached' });
  await card(page, 1).getByText('changed and checked').waitFor({ timeout: 60_000 });
  expect(Date.now() - started).toBeLessThan(120_000);

  await page.getByRole('switch', { name: 'Slow' }).click();
  await follow(page, 'Let nobody decide', 'Be Sophie in #general');
  const number = await askForOwner(page, { from: 'Sophie Germain', to: 'Blaise Pascal', reason: 'I am away' });
  await goTo(page, 'domo-changes');
  await card(page, number)
    .getByRole('button', { name: /^Approve/ })
    .waitFor();
  const comesOf = async (step: string, seen: Locator) => {
    await page.getByRole('button', { name: step }).click();
    await seen.waitFor({ timeout: 60_000 });
  };
  // Two cards mention her; then comes the reminder.
  await comesOf('5 hours later', page.getByRole('link', { name: /Ada Lovelace.*3 unread/ }));
  await comesOf('a day later', card(page, number).getByText('fallback: Carl Friedrich Gauss'));
  await goTo(page, 'Domo Steward');
  await comesOf('6 days later', stream(page).getByText(`#${number} expires`));
  await goTo(page, 'domo-changes');
  await comesOf('5 hours later', card(page, number).getByText('Expired'));
  await page.getByText('That is the whole story').waitFor();

  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await page.getByText('Domo Steward is running').waitFor({ state: 'attached' });
  expect(await page.getByRole('region', { name: 'Guided story' }).count()).toBe(0);
}, 240_000);
