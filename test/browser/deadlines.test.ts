import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { askForOwner, card, goTo, message, pressAndConfirm } from './as-people-do.ts';
import { type SandboxBrowser, startSandboxBrowser } from './sandbox-browser.ts';

const policy = `channel: C0123456789
approvers: [U0EMMY00001, U0ADA000001]
fallback_approvers: [U0CARL00001]
rules:
  - name: what Leonhard owns
    when: { kind: owner, owners: [29] }
    approvers: [U0EMMY00001]
  - name: many of one owner
    when: { kind: owner, owners: [29], items: 5 }
    approvers: [U0ADA000001]
    require_acceptance: true
`;

/** What comes of a start takes a while on a busy machine. */
const minute = { timeout: 60_000 };

let directory: string;
let sandbox: SandboxBrowser;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'steward-policy-'));
  const file = join(directory, 'policy.yml');
  await writeFile(file, policy);
  sandbox = await startSandboxBrowser(['--port', '0', '--policy', file]);
});

afterAll(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
  expect(sandbox.problems).toEqual([]);
});

/** Moves the app's clock, and waits until the app is there again. */
async function pass(page: Page, step: string): Promise<void> {
  await page.getByRole('button', { name: step }).click();
  await page.getByText('Domo Steward is running').waitFor({ state: 'attached', timeout: 60_000 });
}

test('two rules and the new owner: each has a line, and only all of them are enough', async () => {
  const sophie = await sandbox.open('sophie');
  const euler = { from: 'Leonhard Euler', to: 'Carl Friedrich Gauss', reason: 'He has left' };
  const number = await askForOwner(sophie, euler);
  const emmy = await sandbox.open('emmy', 'changes');
  const waiting = card(emmy, number);
  await waiting.getByText('0 of 1 from Emmy Noether (what Leonhard owns)').waitFor();
  await waiting.getByText('0 of 1 from Ada Lovelace (many of one owner)').waitFor();
  await waiting.getByText("Carl Friedrich Gauss hasn't accepted yet").waitFor();
  await pressAndConfirm(emmy, waiting, 'Approve');
  await waiting.getByText('1 of 1 from Emmy Noether (what Leonhard owns)').waitFor();
  const carl = await sandbox.open('carl');
  await goTo(carl, 'Domo Steward');
  await message(carl, /asks you to take over/)
    .getByRole('button', { name: /^Accept/ })
    .click();
  await waiting.getByText('Carl Friedrich Gauss accepted').waitFor();
  const ada = await sandbox.open('ada', 'changes');
  await pressAndConfirm(ada, card(ada, number), 'Approve');
  await waiting.getByText('All 12 datasets changed and checked').waitFor();
});

test('nobody decides: people are reminded, the fallback approver is asked, and it expires', async () => {
  const sophie = await sandbox.open('sophie');
  const own = { from: 'Sophie Germain', to: 'Blaise Pascal', reason: 'I am away' };
  const number = await askForOwner(sophie, own);
  const emmy = await sandbox.open('emmy', 'changes');
  await card(emmy, number).getByText('0 of 1 from').waitFor();
  await goTo(emmy, 'Domo Steward');

  await pass(emmy, '5 hours later');
  await message(emmy, new RegExp(`#${number} is still waiting for your approval`)).waitFor(minute);

  await pass(emmy, 'a day later');
  const carl = await sandbox.open('carl');
  await goTo(carl, 'Domo Steward');
  await message(carl, new RegExp(`#${number} has waited since`)).waitFor(minute);
  await goTo(carl, 'domo-changes');
  await card(carl, number).getByText('fallback: Carl Friedrich Gauss').waitFor(minute);

  await pass(emmy, '6 days later');
  await goTo(sophie, 'Domo Steward');
  await message(sophie, new RegExp(`#${number} expires`)).waitFor(minute);
  // Four waking hours after the last call, which itself comes four hours after a reminder that a busy machine sent late.
  await pass(emmy, '5 hours later');
  await pass(emmy, '5 hours later');
  await card(carl, number).getByText('Expired').waitFor(minute);
}, 240_000);
