import { askForOwner, card, closeModal, goTo, pressAndConfirm, stream } from './as-people-do.ts';
import { type SandboxBrowser, startSandboxBrowser } from './sandbox-browser.ts';

let sandbox: SandboxBrowser;

beforeAll(async () => {
  sandbox = await startSandboxBrowser();
});

afterAll(async () => {
  await sandbox.close();
  expect(sandbox.problems).toEqual([]);
});

test('60 datasets, of which Domo’s API refuses 20: the app changes 40, a person does the rest in Domo, all are proved', async () => {
  const sophie = await sandbox.open('sophie');
  const number = await askForOwner(sophie, {
    from: 'Maria Cunitz',
    to: 'Carl Friedrich Gauss',
    reason: 'Maria has left',
  });
  const emmy = await sandbox.open('emmy', 'changes');
  await pressAndConfirm(emmy, card(emmy, number), 'Approve');
  await card(emmy, number)
    .getByText(/40 of 60 datasets changed · 20 to do by hand in Domo/)
    .waitFor({ timeout: 60_000 });

  await goTo(emmy, 'Domo Steward');
  const asked = stream(emmy)
    .getByRole('article')
    .filter({ hasText: new RegExp(`#${number}: please change the owner of \\d+ datasets? in Domo`) });
  await asked.getByRole('button', { name: /I'll do it/ }).click();
  await asked.getByText(/1\. Open each dataset/).waitFor();

  // In Domo's own pages: all that Maria still owns, picked and given to Carl at once.
  await emmy.getByRole('searchbox', { name: 'Search datasets' }).fill('Maria Cunitz');
  const rows = emmy.getByRole('region', { name: 'Datasets' }).getByRole('listitem').filter({ hasText: 'Maria Cunitz' });
  await rows.nth(19).waitFor();
  const boxes = await rows.getByRole('checkbox').all();
  expect(boxes.length).toBe(20);
  for (const box of boxes.slice(1)) await box.check();
  await give(19);
  await asked.getByRole('button', { name: /Check now/ }).click();
  await emmy
    .getByRole('dialog')
    .getByText(/19 of 20 done\. Ephemeris \d+ still belongs to Maria Cunitz\./)
    .waitFor();
  await closeModal(emmy, `#${number}, checked`);

  await rows.getByRole('checkbox').first().check();
  await give(1);
  await asked.getByRole('button', { name: /Check now/ }).click();
  await closeModal(emmy, `#${number}, checked`);
  await goTo(emmy, 'domo-changes');
  await card(emmy, number)
    .getByText(/All 60 datasets changed and checked/)
    .waitFor();

  async function give(many: number): Promise<void> {
    const what = many === 1 ? '1 dataset' : `${many} datasets`;
    await emmy.getByRole('combobox', { name: `New owner of ${what}, by hand` }).fill('carl');
    await emmy.getByRole('option', { name: /Carl Friedrich Gauss/ }).click();
    await emmy.locator('.give-several').waitFor({ state: 'detached' });
  }
});
