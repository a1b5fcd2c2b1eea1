import type { Locator, Page } from 'playwright-core';

/** What people do who have no mouse. */

/** What has the focus: what it is called, and whether one sees that it has it. */
export async function focused(page: Page): Promise<{ name: string; outlined: boolean }> {
  const focus = page.locator(':focus');
  if ((await focus.count()) === 0) return { name: '', outlined: false };
  return focus.evaluate((element) => {
    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    const { outlineStyle, outlineWidth } = element.ownerDocument.defaultView.getComputedStyle(element);
    return { name: label.trim(), outlined: outlineStyle !== 'none' && outlineWidth !== '0px' };
  });
}

/** Waits until it has the focus, which comes a moment after it is shown: keys go where the focus is. */
export async function hasFocus(target: Locator): Promise<void> {
  await target.and(target.page().locator(':focus')).waitFor();
}

/** Presses Tab until what is called so has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  await tabUntil(page, name, async () => (await focused(page)).name === name);
}

/** The same where several are called so. */
export async function tabOnto(page: Page, target: Locator): Promise<void> {
  await tabUntil(page, String(target), () => target.evaluate((element) => element.matches(':focus')));
}

async function tabUntil(page: Page, what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${what}`);
}

/** In a field that searches: types, and goes down to what is meant. */
export async function typeAndPick(page: Page, typed: string, wanted: RegExp): Promise<void> {
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: wanted }).waitFor();
  for (let presses = 0; presses < 20; presses += 1) {
    const chosen = await page.getByRole('option', { selected: true }).textContent();
    if (wanted.test(chosen ?? '')) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}
