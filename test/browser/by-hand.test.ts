import type { Locator, Page } from 'playwright-core';
import { askForOwner, card, closeModal, goTo, pressAndConfirm, stream } from './as-people-do.ts';
import { plainPolicy, type SandboxBrowser, startSandboxBrowser } from './sandbox-browser.ts';

let sandbox: SandboxBrowser;

afterEach(async () => {
  await sandbox.close();
  expect(sandbox.problems).toEqual([]);
});

const collector = { from: 'Maria Cunitz', datasets: 60, byHand: 20 };
const group = { from: 'Observatory', datasets: 5, byHand: 3 };

/** All that somebody owns goes to Carl: asked for by Sophie, approved by a steward. Resolves to its number. */
async function approved({ from }: { from: string }, sophie: Page, steward: Page): Promise<number> {
  const number = await askForOwner(sophie, { from, to: 'Carl Friedrich Gauss', reason: `${from} hands over` });
  await pressAndConfirm(steward, card(steward, number), 'Approve');
  return number;
}

/** In Domo's own pages: what they still own, picked in the list and given to Carl at once. */
async function give(page: Page, rows: Locator[]): Promise<void> {
  for (const row of rows) await row.getByRole('checkbox').check();
  const what = rows.length === 1 ? '1 dataset' : `${rows.length} datasets`;
  await page.getByRole('combobox', { name: `New owner of ${what}, by hand` }).fill('carl');
  await page.getByRole('option', { name: /Carl Friedrich Gauss/ }).click();
  await page.locator('.give-several').waitFor({ state: 'detached' });
}

test('without an access token: the app changes what Domo’s API takes, a person does the rest in Domo, all 60 and all 5 are proved', async () => {
  sandbox = await startSandboxBrowser();
  const sophie = await sandbox.open('sophie');
  const ada = await sandbox.open('ada', 'changes');
  for (const { from, datasets, byHand } of [collector, group]) {
    await goTo(ada, 'domo-changes');
    const number = await approved({ from }, sophie, ada);
    const did = new RegExp(
      `${datasets - byHand} of ${datasets} datasets changed: .*${byHand} to do by hand in Domo`,
      's',
    );
    await card(ada, number).getByText(did).waitFor({ timeout: 60_000 });

    await goTo(ada, 'Domo Steward');
    const asked = stream(ada)
      .getByRole('article')
      .filter({ hasText: new RegExp(`#${number}: please change the owner of \\d+ datasets? in Domo`) });
    await asked.getByRole('button', { name: /I'll do it/ }).click();
    await asked.getByText(/1\. Open each dataset/).waitFor();

    await ada.getByRole('searchbox', { name: 'Search datasets' }).fill(from);
    // Sophie's own “Observatory Feed” is found by its name.
    const theirs = { hasText: from, hasNotText: 'Sophie Germain' };
    const rows = ada.getByRole('region', { name: 'Datasets' }).getByRole('listitem').filter(theirs);
    await rows.nth(byHand - 1).waitFor();
    const [first, ...others] = await rows.all();
    expect(others).toHaveLength(byHand - 1);
    await give(ada, others);
    await asked.getByRole('button', { name: /Check now/ }).click();
    await ada
      .getByRole('dialog')
      .getByText(new RegExp(`${byHand - 1} of ${byHand} done\\. .+ still belongs to ${from}\\.`))
      .waitFor();
    await closeModal(ada, `#${number}, checked`);

    if (first !== undefined) await give(ada, [rows.first()]);
    await asked.getByRole('button', { name: /Check now/ }).click();
    await closeModal(ada, `#${number}, checked`);
    await goTo(ada, 'domo-changes');
    const all = `All ${datasets} datasets changed and checked`;
    await card(ada, number).getByText(all).waitFor();
  }
}, 240_000);

test('with an access token: nobody has anything to do in Domo, and all 60 and all 5 are proved', async () => {
  sandbox = await startSandboxBrowser(['--port', '0', '--policy', plainPolicy, '--access-token']);
  const sophie = await sandbox.open('sophie');
  const ada = await sandbox.open('ada', 'changes');
  for (const { from, datasets } of [collector, group]) {
    const number = await approved({ from }, sophie, ada);
    const done = card(ada, number);
    await done.getByText(`All ${datasets} datasets changed and checked`).waitFor({ timeout: 60_000 });
    await done.getByText('All changed with the admin token (product API)').waitFor();
  }
}, 240_000);
