import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { card, leave, pick, say, stream } from './as-people-do.ts';
import { people, sharedSandboxBrowser, startSandbox } from './sandbox-browser.ts';

const sandbox = sharedSandboxBrowser(['--port', '0', '--datasets', '1000']);

/** What the rules for accessible pages (WCAG 2.2 A and AA) find wrong, contrast included. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const rules = JSON.stringify(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const found: axe.AxeResults = await page.evaluate(`axe.run({ runOnly: ${rules} })`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('every part has a name, an allowed role and enough contrast', async () => {
    const page = await sandbox.open('sophie', 'changes', { colorScheme });
    await page.getByRole('region', { name: 'Datasets' }).getByRole('button').first().click();
    await page.getByRole('group', { name: /Change by hand/ }).waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('tab', { name: /^People/ }).click();
    await page.getByRole('tab', { name: /^Inspector/ }).click();
    expect(await violations(page)).toEqual([]);
  });

  test('forms, lists of choices and Home as well', async () => {
    const page = await sandbox.open('sophie', 'general', { colorScheme });
    await say(page, '/domo-schema Salaries');
    await page.getByRole('dialog').getByText('Region').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await leave(page);

    await say(page, '/domo-owner');
    await page.getByRole('combobox', { name: 'Current owner' }).fill('leon');
    await page.getByRole('option').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await leave(page);

    const home = await sandbox.open('emmy', 'home', { colorScheme });
    await home.getByRole('heading', { name: 'To approve' }).waitFor();
    expect(await violations(home)).toEqual([]);
  });
});

describe('at 1440 px', () => {
  test('the workspace, the conversation and Domo stand side by side', async () => {
    const page = await sandbox.open('sophie');
    const left = async (part: ReturnType<Page['getByRole']>) => Math.round((await part.boundingBox())?.x ?? -1);
    expect(await left(page.getByRole('navigation', { name: 'Workspace' }))).toBe(0);
    expect(await left(page.getByRole('main'))).toBe(220);
    expect(await left(page.getByRole('complementary'))).toBe(1020);
    expect(await page.getByRole('navigation', { name: 'Panels' }).count()).toBe(0);
  });
});

test('the first Tab offers to skip to the conversation, without leaving it', async () => {
  const page = await sandbox.open('emmy', 'changes');
  await page.keyboard.press('Tab');
  await expect(page.evaluate('document.activeElement?.textContent')).resolves.toBe('Skip to the conversation');
  await page.keyboard.press('Enter');
  await expect(page.evaluate('document.activeElement?.tagName')).resolves.toBe('MAIN');
  await page.getByRole('heading', { name: '# domo-changes' }).waitFor();
});

describe('at 390 px', () => {
  test('every panel is there, nothing sticks out, and the form fills the screen with its buttons on top', async () => {
    const page = await sandbox.open('sophie', 'general', phone);
    // One line: a second one would start below.
    expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThan(50);
    const panels = page.getByRole('navigation', { name: 'Panels' });
    for (const [button, region] of [
      ['Channels', 'Workspace'],
      ['Domo', 'Domo'],
      ['Inspector', 'Inspector'],
      ['Messages', 'Messages in #general'],
    ] as const) {
      await panels.getByRole('button', { name: button }).click();
      await page.getByLabel(region, { exact: true }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await violations(page)).toEqual([]);
    }

    await say(page, '/domo-owner');
    const form = page.getByRole('dialog', { name: 'Change dataset owner' });
    await form.getByRole('radio').first().waitFor();
    const submit = await form.getByRole('button', { name: 'Request change' }).boundingBox();
    const field = await form.getByRole('combobox', { name: 'Current owner' }).boundingBox();
    expect((submit?.y ?? 999) < (field?.y ?? 0)).toBe(true);
    await form.getByRole('button', { name: 'Cancel' }).click();
  });
});

describe('the workspace', () => {
  test('shows each person what is theirs: messages, unread marks, what only they see', async () => {
    const emmy = await sandbox.open('emmy', 'home');
    const channel = emmy.getByRole('navigation', { name: 'Workspace' }).getByRole('link', { name: /^general/ });
    const sophie = await sandbox.open('sophie');
    await say(sophie, 'Has *anyone* seen <Leonhard> & @emmy?');
    await expect(
      stream(sophie).getByText('Has anyone seen <Leonhard> & @Emmy Noether?').textContent(),
    ).resolves.toBeTruthy();
    await emmy.getByRole('link', { name: 'general 1 unread' }).waitFor();
    await channel.click();
    await emmy.getByRole('link', { name: 'general', exact: true }).waitFor();

    await say(sophie, '/domo-owner help');
    await stream(sophie).getByText('Only visible to you').waitFor();
    expect(await stream(emmy).getByText('Only visible to you').count()).toBe(0);
  });

  test('threads have a pane of their own, and take no slash commands', async () => {
    const sophie = await sandbox.open('sophie');
    await say(sophie, 'A question');
    const message = stream(sophie).getByRole('article').filter({ hasText: 'A question' });
    await message.hover();
    await message.getByRole('button', { name: 'Reply in thread' }).click();
    const reply = sophie.getByRole('textbox', { name: 'Reply…' });
    await reply.fill('An answer');
    await reply.press('Enter');
    await message.getByRole('button', { name: /1 reply/ }).waitFor();
    await reply.fill('/domo-owner');
    await reply.press('Enter');
    const pane = sophie.getByRole('region', { name: 'Messages in the thread' });
    await pane.getByText('/domo-owner is not supported in threads. Sorry!').waitFor();
  });

  test('the composer completes commands and people; what is not sent survives a reload', async () => {
    const sophie = await sandbox.open('sophie');
    const box = sophie.getByRole('textbox', { name: /^Message #/ });
    await box.pressSequentially('/domo-o');
    await sophie.getByRole('option', { name: /^\/domo-owner/ }).waitFor();
    await box.press('Tab');
    await box.pressSequentially('@joh');
    await sophie.getByRole('option').nth(1).waitFor();
    expect(await sophie.getByRole('option').allTextContents()).toEqual([
      expect.stringContaining('johann@example.com'),
      expect.stringContaining('johann.junior@example.com'),
    ]);
    await box.press('ArrowDown');
    await box.press('Enter');
    await expect(box.inputValue()).resolves.toBe('/domo-owner @johann.junior ');
    await sophie.reload();
    await expect(box.inputValue()).resolves.toBe('/domo-owner @johann.junior ');
    await box.fill('');
  });
});

describe('Domo', () => {
  test('1,000 datasets are listed page by page, and a change by hand is highlighted as it lands', async () => {
    const page = await sandbox.open('sophie');
    const list = page.getByRole('region', { name: 'Datasets' });
    await list.getByRole('listitem').nth(49).waitFor();
    expect(await list.getByRole('listitem').count()).toBe(50);
    await page.getByRole('searchbox', { name: 'Search datasets' }).fill('Least Squares');
    await list.getByRole('button', { name: /Least Squares/ }).click();
    await page.getByRole('combobox', { name: /New owner of Least Squares/ }).fill('ada love');
    await page.getByRole('option', { name: /Ada Lovelace/ }).click();
    await list.locator('.fresh').getByText('Ada Lovelace').waitFor();
    await page.getByRole('tab', { name: /^Changes/ }).click();
    const change = page.getByRole('region', { name: 'Changes in Domo' }).getByRole('listitem').first();
    expect(await change.textContent()).toMatch(/by hand.*Least Squares.*owner.*Carl Friedrich Gauss → Ada Lovelace/);
  });

  test('several datasets are given to a group at once; each says what it is, and what uses it', async () => {
    const page = await sandbox.open('sophie');
    const list = page.getByRole('region', { name: 'Datasets' });
    const search = page.getByRole('searchbox', { name: 'Search datasets' });
    await search.fill('Brachistochrone');
    for (const nth of [0, 1]) await list.getByRole('checkbox', { name: 'Pick Brachistochrone' }).nth(nth).check();
    await page.getByRole('combobox', { name: 'New owner of 2 datasets, by hand' }).fill('observ');
    await page.getByRole('option', { name: /Observatory.*group of 2/ }).click();
    await list.getByText('Observatory (group)').nth(1).waitFor();
    expect(await list.getByRole('checkbox', { checked: true }).count()).toBe(0);

    await search.fill('Elastic Surfaces');
    await list.getByRole('button', { name: /Elastic Surfaces.*API · 7 columns/ }).click();
    await list.getByText('7 cards: Weight by Region, Heaviest Surfaces').waitFor();
    await search.fill('Plate Archive');
    await list.getByRole('button', { name: /Plate Archive.*Workbench/ }).waitFor();
  });

  test('switched to refuse everything while a form is open, says so in the log of requests', async () => {
    const page = await sandbox.open('sophie');
    await say(page, '/domo-schema');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('switch', { name: 'Too many requests (429)' }).click();
    await page.getByRole('switch', { name: 'Too many requests (429)', checked: true }).waitFor();
    await pick(page, 'Dataset', 'Zodiac', /Zodiac/);
    await page.getByRole('region', { name: 'Requests to Domo' }).getByText('429').first().waitFor();
    await page.getByRole('switch', { name: 'Too many requests (429)' }).click();
    await leave(page);
  });
});

describe('the inspector', () => {
  test('shows each delivery with its ack, and what was in it', async () => {
    const page = await sandbox.open('sophie');
    await say(page, '/domo-owner help');
    await page.getByRole('tab', { name: /^Inspector/ }).click();
    const line = page.getByRole('button', { name: /Slack to the app.*\/domo-owner Sophie Germain/ }).first();
    await line.getByText(/\d ms/).first().waitFor();
    await line.click();
    await page.getByText('"text": "help"').waitFor();
  });
});

describe('the address', () => {
  test('of a port in use is not taken: the next is, and it says so', async () => {
    const port = new URL(sandbox.url).port;
    const second = await startSandbox(['--port', port]);
    try {
      expect(second.said()).toContain(`Port ${port} is in use`);
      expect(second.url).not.toBe(sandbox.url);
    } finally {
      await second.stop();
    }
  });

  test('answers no other site', async () => {
    const act = { as: people.sophie, act: { do: 'open home' } };
    const post = (headers: Record<string, string>) =>
      fetch(`${sandbox.url}act`, { method: 'POST', headers, body: JSON.stringify(act) });
    const json = { 'content-type': 'application/json' };
    expect((await post({ ...json, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(json)).status).toBe(200);
  });

  test('holds who and where one is: a card that someone else got is there after a reload', async () => {
    const blaise = await sandbox.open('blaise', 'changes');
    await blaise.reload();
    await blaise.getByRole('heading', { name: '# domo-changes' }).waitFor();
    await expect(blaise.getByRole('link', { name: /Blaise Pascal/ }).getAttribute('aria-current')).resolves.toBe(
      'true',
    );
    expect(await card(blaise, 1).count()).toBe(0);
  });
});
