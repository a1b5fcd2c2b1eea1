import type { Locator, Page } from 'playwright-core';
import {
  askForOwner,
  beingPrepared,
  card,
  closeModal,
  goTo,
  leave,
  message,
  pick,
  pressAndConfirm,
  say,
  stream,
  write,
} from './as-people-do.ts';
import { addColumn, openColumns, request } from './edit-columns.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const sandbox = sharedSandboxBrowser(['--port', '0']);

/** Waits until the story is at a step, and goes where it sends one. */
async function follow(page: Page, step: string, goes: string): Promise<void> {
  const story = page.getByRole('region', { name: 'Guided story' });
  await story.locator('[aria-current="step"]').filter({ hasText: step }).waitFor();
  await story.getByRole('link', { name: goes }).click();
}

/** Changes who one is, and goes to where requests are decided. */
async function be(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'You are' }).getByRole('link', { name }).click();
  await goTo(page, 'domo-changes');
}

async function approveAs(page: Page, number: number, names: string[]): Promise<void> {
  for (const name of names) {
    await be(page, name);
    await pressAndConfirm(page, card(page, number), 'Approve');
  }
  await card(page, number).getByText('changed and checked').waitFor({ timeout: 60_000 });
}

test('a newcomer who does what the story says has seen a change asked for, refused, applied and kept', async () => {
  const page = await sandbox.open('blaise');

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

  await follow(page, 'Ask and answer', 'Be Emmy in #domo-changes');
  await card(page, 1).getByRole('button', { name: /^Ask/ }).click();
  await write(page, 'Question', 'Does Carl know?', 'Ask');
  await be(page, 'Sophie Germain');
  await goTo(page, 'Domo Steward');
  await message(page, /asks about/)
    .getByRole('button', { name: 'Answer' })
    .click();
  await write(page, 'Answer', 'He asked for it', 'Answer');

  await follow(page, 'Accept as the new owner', 'Be Carl at Home');
  await page.getByRole('navigation', { name: 'Tabs of the app' }).getByRole('link', { name: 'Messages' }).click();
  await message(page, /asks you to take over/)
    .getByRole('button', { name: /^Accept/ })
    .click();

  await follow(page, 'Take back a vote', 'Be Emmy in #domo-changes');
  await pressAndConfirm(page, card(page, 1), 'Approve');
  await card(page, 1).getByText('1 of 1 from data-stewards').waitFor();
  await card(page, 1)
    .getByRole('button', { name: /^Details/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back my vote' }).click();
  await page.getByRole('dialog').last().getByRole('button', { name: 'Take it back' }).click();
  await card(page, 1).getByText('0 of 1 from data-stewards').waitFor();
  await leave(page);

  await follow(page, 'Approve under two rules', 'Be Emmy in #domo-changes');
  await page.getByRole('switch', { name: 'Slow' }).click();
  await page.getByRole('switch', { name: 'Slow', checked: true }).waitFor();
  await pressAndConfirm(page, card(page, 1), 'Approve');
  await card(page, 1).getByText('1 of 1 from data-stewards').waitFor();
  await be(page, 'Ada Lovelace');
  await pressAndConfirm(page, card(page, 1), 'Approve');

  await page.getByText('at the top; the card says').waitFor();
  expect(await card(page, 1).getByText('changed and checked').count()).toBe(0);
  await page.getByRole('button', { name: /Restart the app/ }).click();
  await page.getByText('stopped').or(page.getByText('starting…')).first().waitFor();
  await page.getByText('Domo Steward is running').waitFor({ state: 'attached' });
  await card(page, 1).getByText('changed and checked').waitFor({ timeout: 60_000 });

  await page.getByRole('switch', { name: 'Slow' }).click();
  await follow(page, 'Undo', 'Be Sophie in #general');
  await openColumns(page, 'Elastic Surfaces');
  await addColumn(page, 'Magnitude', 'DOUBLE');
  const changed = await request(page, 'The new scales measure it');
  await approveAs(page, changed, ['Emmy Noether']);
  await be(page, 'Sophie Germain');
  await card(page, changed).getByRole('button', { name: 'Undo' }).click();
  await page
    .getByRole('dialog', { name: `Undo #${changed}` })
    .getByRole('button', { name: 'Request change' })
    .click();
  await page.getByRole('dialog', { name: 'Review the change' }).getByRole('button', { name: 'Request change' }).click();
  const undone = await beingPrepared(page);
  await approveAs(page, undone, ['Emmy Noether', 'Ada Lovelace']);
  await card(page, changed).getByText(`Undone by #${undone}`).waitFor();

  await follow(page, 'Look at Home', 'Be Sophie at Home');
  await page
    .getByText(new RegExp(`#${undone} · `))
    .first()
    .waitFor();
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
  const badge = await page
    .getByRole('link', { name: /Ada Lovelace/ })
    .first()
    .textContent();
  const unread = Number(/(\d+) unread/.exec(badge ?? '')?.[1] ?? 0);
  const reminded = new RegExp(`Ada Lovelace.*(?<!\\d)${unread + 1} unread`);
  await comesOf('5 hours later', page.getByRole('link', { name: reminded }));
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
