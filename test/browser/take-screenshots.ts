import { mkdir } from 'node:fs/promises';
import { askForOwner, card, goTo, pressAndConfirm, say } from './as-people-do.ts';
import { columnMenu, schemaForm, shows } from './edit-columns.ts';
import { startSandboxBrowser } from './sandbox-browser.ts';

// npm run screenshots: the pictures of the README, taken of the real page.
const folder = 'docs/screenshots';
await mkdir(folder, { recursive: true });
const sandbox = await startSandboxBrowser();
const crisp = { deviceScaleFactor: 1.5, viewport: { width: 1440, height: 1100 } };
try {
  const sophie = await sandbox.open('sophie', 'general', { ...crisp, colorScheme: 'light' });
  const number = await askForOwner(sophie, {
    from: 'Leonhard Euler',
    to: 'Carl Friedrich Gauss',
    reason: 'Leonhard has left, Carl takes over his work',
  });
  await goTo(sophie, 'domo-changes');
  await card(sophie, number).getByRole('button', { name: 'Approve' }).waitFor();
  await sophie.getByRole('button', { name: 'Put the story away' }).click();
  await sophie.screenshot({ path: `${folder}/request.png` });

  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  const ada = await sandbox.open('ada', 'changes', phone);
  await ada.getByRole('button', { name: 'Put the story away' }).click();
  await card(ada, number).getByRole('button', { name: 'Approve' }).waitFor();
  await ada.screenshot({ path: `${folder}/card-phone.png` });

  const emmy = await sandbox.open('emmy', 'changes', { ...crisp, colorScheme: 'dark' });
  await emmy.getByRole('button', { name: 'Put the story away' }).click();
  await pressAndConfirm(emmy, card(emmy, number), 'Approve');
  await card(emmy, number)
    .getByText(/changed and checked|datasets done/)
    .waitFor();
  await emmy.getByRole('tab', { name: /^Changes/ }).click();
  await emmy.screenshot({ path: `${folder}/applied-dark.png` });

  const carl = await sandbox.open('carl', 'general', phone);
  await carl.getByRole('button', { name: 'Put the story away' }).click();
  await say(carl, '/domo-schema Salaries');
  await carl.getByRole('dialog').getByText('Region').first().waitFor();
  await columnMenu(carl, '4. Papers', 'Remove');
  await shows(schemaForm(carl), '1 change · Breaking');
  await carl.screenshot({ path: `${folder}/schema-phone.png` });
} finally {
  await sandbox.close();
}
