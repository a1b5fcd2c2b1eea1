import type { Page } from 'playwright-core';
import { beingPrepared, card, goTo, leave, message, pressAndConfirm, write } from './as-people-do.ts';
import { columnMenu, openColumns, schemaForm, send, shows } from './edit-columns.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const sandbox = sharedSandboxBrowser();

/** Asks for a breaking change, which takes two stewards. */
async function askToRemove(page: Page, dataset: string, column: string): Promise<number> {
  await openColumns(page, dataset);
  await columnMenu(page, column, 'Remove');
  await shows(schemaForm(page), '1 change · Breaking');
  await send(page, 'Nobody fills it in');
  await page.getByRole('dialog', { name: 'Review the change' }).getByRole('button', { name: 'Request change' }).click();
  return beingPrepared(page);
}

test('a question and its answer, a reply in the thread, a vote taken back, Undo and Home, as people do it', async () => {
  const sophie = await sandbox.open('sophie');
  const number = await askToRemove(sophie, 'Elastic Surfaces', '2. Region');
  const emmy = await sandbox.open('emmy', 'changes');
  const ada = await sandbox.open('ada', 'changes');

  await card(emmy, number).getByRole('button', { name: /^Ask/ }).click();
  await write(emmy, 'Question', 'Does the Mars feed read Region?', 'Ask');
  await card(ada, number).getByText('waiting for Sophie Germain').waitFor();
  await goTo(sophie, 'Domo Steward');
  await message(sophie, /asks about/)
    .getByRole('button', { name: 'Answer' })
    .click();
  await write(sophie, 'Answer', 'No, since May', 'Answer');
  await card(ada, number).getByText('Sophie Germain: “No, since May”').waitFor();

  await card(ada, number).hover();
  await card(ada, number).getByRole('button', { name: 'Reply in thread' }).click();
  const reply = ada.getByRole('textbox', { name: 'Reply…' });
  await reply.fill('Mars has its own');
  await reply.press('Enter');
  await ada.getByRole('button', { name: 'Close thread' }).click();

  await pressAndConfirm(emmy, card(emmy, number), 'Approve');
  await card(ada, number).getByText('1 of 2').waitFor();
  await card(emmy, number)
    .getByRole('button', { name: /^Details/ })
    .click();
  await emmy.getByRole('dialog').getByText('Ada Lovelace: “Mars has its own”').waitFor();
  await emmy.getByRole('dialog').getByRole('button', { name: 'Take back my vote' }).click();
  await emmy.getByRole('dialog').last().getByRole('button', { name: 'Take it back' }).click();
  await card(ada, number).getByText('0 of 2').waitFor();
  await leave(emmy);

  for (const steward of [ada, emmy]) await pressAndConfirm(steward, card(steward, number), 'Approve');
  await card(ada, number).getByText('changed and checked').waitFor({ timeout: 60_000 });
  await message(sophie, /changed and checked/)
    .getByRole('button', { name: 'Undo' })
    .click();
  const undo = sophie.getByRole('dialog', { name: `Undo #${number}` });
  await undo.getByText(/“Region” comes back empty/).waitFor();
  await undo.getByRole('textbox', { name: 'Reason' }).fill('The feed does read it');
  await undo.getByRole('button', { name: 'Request change' }).click();
  const next = await beingPrepared(sophie);

  const home = await sandbox.open('emmy', 'home');
  await home.getByRole('heading', { name: 'To approve' }).waitFor();
  await home
    .getByRole('button', { name: new RegExp(`Details of #${next}\\b`) })
    .first()
    .click();
  await home.getByRole('dialog').getByRole('button', { name: 'Approve…' }).click();
  await home
    .getByRole('dialog', { name: `Approve #${next}` })
    .getByRole('button', { name: /^Approve/ })
    .click();
  await card(ada, next).getByText('changed and checked').waitFor({ timeout: 60_000 });
  await card(ada, number).getByText(`Undone by #${next}`).waitFor();
});
