import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { until } from '../support/until.ts';
import { askForOwner, card, goTo, pressAndConfirm, stream } from './as-people-do.ts';
import { type Somebody, sharedSandboxBrowser } from './sandbox-browser.ts';

const patience = 180_000;
const everybody = ['Sophie Germain', 'Emmy Noether', 'Ada Lovelace', 'Carl Friedrich Gauss', 'Blaise Pascal'];

const sandbox = sharedSandboxBrowser();

/** The red numbers beside people's names: what is meant for each of them and unread. People without one are left out. */
async function badges(page: Page): Promise<Record<string, number>> {
  const bar = page.getByRole('navigation', { name: 'You are' });
  const found = await Promise.all(
    everybody.map(async (name): Promise<[string, number][]> => {
      const [text] = await bar.getByRole('link', { name }).locator('.badge').allTextContents();
      return text === undefined ? [] : [[name, Number.parseInt(text, 10)]];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Waits until people have these badges, and nobody else has any. */
async function badgesAre(page: Page, expected: Record<string, number>): Promise<void> {
  let seen: Record<string, number> = {};
  await until(async () => {
    seen = await badges(page);
    return isDeepStrictEqual(seen, expected);
  }).catch(() => expect(seen).toEqual(expected));
}

/** What somebody reads of a request in their conversation with the app; with that it is read. */
async function told(who: Somebody, number: number): Promise<{ text: string; buttons: string[] }[]> {
  const page = await sandbox.open(who);
  await goTo(page, 'Domo Steward');
  const about = messagesAbout(page, number);
  await about.first().waitFor();
  const messages = await Promise.all((await about.all()).map(asRead));
  await page.context().close();
  return messages;
}

function messagesAbout(page: Page, number: number): Locator {
  return stream(page)
    .getByRole('article')
    .filter({ hasText: new RegExp(`#${number}\\b`) });
}

async function asRead(message: Locator): Promise<{ text: string; buttons: string[] }> {
  const [text, buttons] = await Promise.all([
    message.textContent(),
    message.locator('.message-body').getByRole('button').allInnerTexts(),
  ]);
  return { text: text ?? '', buttons };
}

test(
  'a simple hand-over of 12 calls the two who can approve, once, and is: the card, two messages for the requester, one for each owner, and no file',
  async () => {
    const sophie = await sandbox.open('sophie');
    const emmy = await sandbox.open('emmy', 'changes');
    const ask = (from: string, to: string) => askForOwner(sophie, { from, to, reason: 'Reporting moves (HR-1783)' });

    // So that an active person owns 12. What is told of it is read.
    const first = await ask('Leonhard Euler', 'Blaise Pascal');
    await pressAndConfirm(emmy, card(emmy, first), 'Approve');
    await card(emmy, first).getByText('All 12 datasets changed and checked').waitFor({ timeout: 60_000 });
    await badgesAre(sophie, { 'Sophie Germain': 2, 'Ada Lovelace': 1, 'Blaise Pascal': 1 });
    await goTo(emmy, 'general');
    for (const who of ['sophie', 'blaise'] as const) await told(who, first);
    await (await sandbox.open('ada', 'changes')).context().close();
    await badgesAre(sophie, {});

    const number = await ask('Blaise Pascal', 'Carl Friedrich Gauss');
    await badgesAre(sophie, { 'Sophie Germain': 1, 'Emmy Noether': 1, 'Ada Lovelace': 1 });
    const channel = emmy.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: /^domo-changes/ });
    expect(await channel.locator('.badge').textContent()).toMatch(/^1\b/);
    await goTo(emmy, 'domo-changes');
    const mentions = card(emmy, number).locator('.mention');
    expect(await mentions.allInnerTexts()).toEqual(['@Emmy Noether', '@Ada Lovelace']);
    await pressAndConfirm(emmy, card(emmy, number), 'Approve');
    await card(emmy, number).getByText('All 12 datasets changed and checked').waitFor({ timeout: 60_000 });

    // Edits have called nobody.
    await badgesAre(sophie, { 'Sophie Germain': 2, 'Ada Lovelace': 1, 'Carl Friedrich Gauss': 1, 'Blaise Pascal': 1 });
    expect(await messagesAbout(emmy, number).count()).toBe(1);
    expect(await mentions.count()).toBe(0);
    await card(emmy, number)
      .getByRole('button', { name: /^1 reply/ })
      .click();
    const thread = emmy.getByRole('region', { name: 'Messages in the thread' });
    await thread.getByText('Audit chain').waitFor();
    expect(await thread.locator('.mention, .files').count()).toBe(0);

    expect(await told('sophie', number)).toEqual([
      { text: expect.stringContaining('Changed and checked'), buttons: [] },
      { text: expect.stringContaining('All 12 datasets changed and checked'), buttons: ['Undo', 'Details'] },
    ]);
    expect(await told('carl', number)).toEqual([
      {
        text: expect.stringContaining(`You now own 12 datasets from Blaise Pascal (#${number})`),
        buttons: ['Details'],
      },
    ]);
    expect(await told('blaise', number)).toEqual([
      {
        text: expect.stringContaining(`12 of your datasets now belong to Carl Friedrich Gauss (#${number})`),
        buttons: ['Details'],
      },
    ]);
    for (const who of ['ada', 'emmy'] as const) {
      const page = await sandbox.open(who);
      await goTo(page, 'Domo Steward');
      await stream(page).getByText('Nothing here yet').waitFor();
    }
  },
  patience,
);
