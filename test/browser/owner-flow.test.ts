import type { Page } from 'playwright-core';
import { askForOwner, card, closeModal, goTo, pick, pressAndConfirm, stream } from './as-people-do.ts';
import { focused, tabOnto, tabTo, typeAndPick } from './by-keyboard.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const sandbox = sharedSandboxBrowser();

/** The owners that Domo's panel shows for datasets that match. */
async function ownersInDomo(page: Page, search: string): Promise<string[]> {
  await page.getByRole('searchbox', { name: 'Search datasets' }).fill(search);
  const rows = page.getByRole('region', { name: 'Datasets' }).getByRole('listitem').filter({ hasText: search });
  await rows.first().waitFor();
  return rows.locator('.dataset-owner').allTextContents();
}

describe('an owner change', () => {
  test('is asked for, not to be approved by who asked, approved by a steward, and read back, in two windows at once', async () => {
    const emmy = await sandbox.open('emmy', 'changes');
    const sophie = await sandbox.open('sophie');
    const number = await askForOwner(sophie, {
      from: 'Leonhard Euler',
      to: 'Carl Friedrich Gauss',
      reason: 'Leonhard has left',
    });

    // Emmy's window was open all the time: the card comes to her by itself.
    await card(emmy, number).getByRole('button', { name: 'Approve' }).waitFor();
    expect(await card(emmy, number).textContent()).toContain('Leonhard has left');

    await goTo(sophie, 'domo-changes');
    await pressAndConfirm(sophie, card(sophie, number), 'Approve');
    await sophie.getByRole('dialog').getByText("You can't approve your own request").waitFor();
    await closeModal(sophie, "You can't approve this");
    expect(await card(sophie, number).getByText('Waiting for approval').isVisible()).toBe(true);

    await pressAndConfirm(emmy, card(emmy, number), 'Approve');
    await card(sophie, number)
      .getByText(/changed and checked|datasets done/)
      .waitFor();
    await card(emmy, number)
      .getByText(/changed and checked|datasets done/)
      .waitFor();
    expect(await card(emmy, number).getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await ownersInDomo(sophie, 'Latin Squares')).toEqual(['Carl Friedrich Gauss']);

    const carl = await sandbox.open('carl');
    await goTo(carl, 'Domo Steward');
    await stream(carl)
      .getByText(new RegExp(`#${number}`))
      .first()
      .waitFor();
  });

  test('is rejected with a reason, and nothing is written', async () => {
    const sophie = await sandbox.open('sophie');
    const number = await askForOwner(sophie, { from: 'Niels Henrik Abel', to: 'Blaise Pascal', reason: 'A test' });
    await goTo(sophie, 'domo-changes');

    const ada = await sandbox.open('ada', 'changes');
    await card(ada, number).getByRole('button', { name: 'Reject' }).click();
    const form = ada.getByRole('dialog', { name: `Reject #${number}` });
    await form.getByRole('textbox', { name: 'Reason' }).fill('Blaise has too many already');
    await form.getByRole('button', { name: 'Reject' }).click();
    await closeModal(ada, `#${number} rejected`);

    await card(sophie, number)
      .getByText(/Rejected by Ada Lovelace/)
      .waitFor();
    await card(sophie, number).getByText('Blaise has too many already').waitFor();
    expect(await ownersInDomo(sophie, 'Quintics')).toEqual(['Niels Henrik Abel (deleted in Domo)']);
  });

  test('is not for someone without rights to decide, who is told privately', async () => {
    const sophie = await sandbox.open('sophie');
    const number = await askForOwner(sophie, { from: 'Pierre de Fermat', to: 'Carl Friedrich Gauss', reason: 'Gone' });
    const blaise = await sandbox.open('blaise', 'changes');
    await pressAndConfirm(blaise, card(blaise, number), 'Approve');
    await closeModal(blaise, "You can't decide this");
    expect(await card(blaise, number).getByText('Waiting for approval').isVisible()).toBe(true);
  });

  test('goes on after kill -9 in the middle, and writes each dataset once', async () => {
    const sophie = await sandbox.open('sophie');
    const number = await askForOwner(sophie, {
      from: 'Carl Friedrich Gauss',
      to: 'Blaise Pascal',
      reason: 'Carl rests',
    });
    await sophie.getByRole('tab', { name: /^Changes/ }).click();
    const changes = sophie.getByRole('region', { name: 'Changes in Domo' }).getByRole('listitem');
    const before = await changes.count();
    await sophie.getByRole('switch', { name: 'Slow' }).click();

    const emmy = await sandbox.open('emmy', 'changes');
    await pressAndConfirm(emmy, card(emmy, number), 'Approve');
    await changes.nth(before).waitFor();
    await sophie.getByRole('button', { name: /Restart the app/ }).click();
    await sophie.getByText('stopped').or(sophie.getByText('starting…')).first().waitFor();
    await sophie.getByRole('switch', { name: 'Slow' }).click();

    await card(emmy, number)
      .getByText(/changed and checked|datasets done/)
      .waitFor({ timeout: 45_000 });
    expect(await changes.filter({ hasText: /owner.*Carl Friedrich Gauss → Blaise Pascal/ }).count()).toBe(13);
  });

  test('can be asked for and approved by keyboard alone, with the focus in sight', async () => {
    const sophie = await sandbox.open('sophie');
    await tabTo(sophie, 'Message #general');
    await sophie.keyboard.type('/domo-o');
    await sophie.getByRole('option', { name: /^\/domo-owner/ }).waitFor();
    await sophie.keyboard.press('Tab');
    await sophie.keyboard.press('Enter');
    await sophie.getByRole('dialog', { name: 'Change dataset owner' }).waitFor();
    await expect(focused(sophie)).resolves.toMatchObject({ name: 'Current owner', outlined: true });
    await typeAndPick(sophie, 'Johann Bernoulli', /johann@example\.com/);
    await sophie.getByRole('radio', { name: /All of them \(\d/ }).waitFor();
    await tabTo(sophie, 'New owner');
    await typeAndPick(sophie, 'Carl', /Carl Friedrich Gauss/);
    await tabTo(sophie, 'Reason');
    await sophie.keyboard.type('By keyboard');
    await tabTo(sophie, 'Request change');
    await sophie.keyboard.press('Enter');
    const said = await sophie
      .getByText(/#\d+ is being prepared/)
      .first()
      .textContent();
    const number = Number(/#(\d+)/.exec(said ?? '')?.[1]);
    await sophie.keyboard.press('Escape');
    await sophie.getByRole('dialog').waitFor({ state: 'detached' });
    await sophie.locator('textarea[aria-label="Message #general"]:focus').waitFor();

    const ada = await sandbox.open('ada', 'changes');
    await card(ada, number).getByRole('button', { name: 'Approve' }).waitFor();
    await tabOnto(ada, card(ada, number).getByRole('button', { name: 'Approve' }));
    await ada.keyboard.press('Enter');
    await ada.getByRole('dialog').waitFor();
    await expect(focused(ada)).resolves.toMatchObject({ name: 'Approve 1 dataset', outlined: true });
    await ada.keyboard.press('Enter');
    await card(ada, number)
      .getByText(/changed and checked|datasets done/)
      .waitFor();
  });
});

describe('a form', () => {
  test('two people can have open at once; a reload or a closed tab loses nothing that was typed', async () => {
    const sophie = await sandbox.open('sophie');
    const blaise = await sandbox.open('blaise');
    for (const page of [sophie, blaise]) {
      await page.getByRole('textbox', { name: 'Message #general' }).fill('/domo-owner');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Change dataset owner' }).waitFor();
    }
    await pick(sophie, 'New owner', 'Ada', /Ada Lovelace/);
    await sophie.getByRole('textbox', { name: 'Reason' }).fill('Sophie’s own words');
    await blaise.getByRole('textbox', { name: 'Reason' }).fill('Blaise’s own words');
    await sophie.close();
    await blaise.reload();
    const again = await sandbox.open('sophie');

    await expect(again.getByRole('textbox', { name: 'Reason' }).inputValue()).resolves.toBe('Sophie’s own words');
    await expect(again.getByRole('combobox', { name: 'New owner' }).inputValue()).resolves.toContain('Ada Lovelace');
    await expect(blaise.getByRole('textbox', { name: 'Reason' }).inputValue()).resolves.toBe('Blaise’s own words');

    // Slack itself asks for what is missing, beside the field, and the app is not asked.
    await blaise.getByRole('button', { name: 'Request change' }).click();
    await blaise.getByText('Please complete this required field.').first().waitFor();
    for (const page of [again, blaise]) await page.keyboard.press('Escape');
  });
});
