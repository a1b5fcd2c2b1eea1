import { beingPrepared, card, goTo, leave, pressAndConfirm, stream } from './as-people-do.ts';
import { focused, hasFocus, tabOnto, tabTo, typeAndPick } from './by-keyboard.ts';
import {
  addColumn,
  columnMenu,
  columnsInDomo,
  moveColumn,
  openColumns,
  openInDomo,
  renameColumn,
  request,
  retypeColumn,
  schemaForm,
  send,
  shows,
} from './edit-columns.ts';
import { sharedSandboxBrowser } from './sandbox-browser.ts';

const patience = 180_000;

const sandbox = sharedSandboxBrowser();

describe('a breaking change of a schema', () => {
  test(
    'is edited with diff and risk in sight, reviewed, approved by two stewards in their own windows, and in Domo',
    async () => {
      const sophie = await sandbox.open('sophie');
      const form = await openColumns(sophie, 'Elastic Surfaces');
      await shows(form, 'No change yet', 'No API stream feeds this dataset: Domo may refuse this', 'Columns 1–7 of 7');

      await addColumn(sophie, 'Town', 'STRING');
      await shows(form, '1 change · Safe 🟢', 'Safe · Town (STRING) added last');
      await moveColumn(sophie, '7. Changed', /^First$/);
      await shows(form, '2 changes · Check first', 'Check first · Changed now first', '1. Changed · DATETIME (moved');
      await renameColumn(sophie, '2. Name', 'Surface');
      await shows(form, '3 changes · Breaking', 'Name → Surface', '2. Surface · STRING (was Name)');
      await retypeColumn(sophie, '5. Papers', 'DECIMAL');
      await shows(form, '4 changes · Breaking', 'Papers LONG → DECIMAL', '5. Papers · DECIMAL (was LONG)');
      await columnMenu(sophie, '3. Region', 'Remove');
      await columnMenu(sophie, '3. Salary', 'Remove');
      await shows(form, '6 changes · Breaking', 'Breaking · Region removed', 'Breaking · Salary removed');
      await columnMenu(sophie, 'Removed: Region', 'Keep');
      await shows(form, '5 changes · Breaking', '3. Region · STRING');
      expect(await form.getByText('Region removed').count()).toBe(0);
      const topOf = async (text: string) => (await form.getByText(text).first().boundingBox())?.y ?? Number.NaN;
      expect(await topOf('5 changes · Breaking')).toBeLessThan(await topOf('Salary removed'));
      expect(await topOf('Salary removed')).toBeLessThan(await topOf('1. Changed · DATETIME'));

      await send(sophie, 'A new instrument');
      const review = sophie.getByRole('dialog', { name: 'Review the change' });
      await shows(review, 'Name → Surface', 'Salary removed', /Needs \d approval/);
      await review.getByRole('button', { name: 'Request change' }).click();
      const number = await beingPrepared(sophie);

      const emmy = await sandbox.open('emmy', 'changes');
      const ada = await sandbox.open('ada', 'changes');
      await shows(card(emmy, number), '5 column changes in Elastic Surfaces', 'Name → Surface', 'A new instrument');
      await pressAndConfirm(emmy, card(emmy, number), 'Approve');
      await shows(card(ada, number), /1 of 2 from/);
      const inDomo = await openInDomo(ada, 'Elastic Surfaces');
      expect(await columnsInDomo(inDomo, 'Name')).toHaveLength(7);
      await pressAndConfirm(ada, card(ada, number), 'Approve');
      await card(emmy, number)
        .getByText(/changed and checked|datasets done/)
        .waitFor();
      await card(ada, number)
        .getByText(/changed and checked|datasets done/)
        .waitFor();
      expect(await columnsInDomo(inDomo, 'Surface')).toEqual([
        'Changed: DATETIME',
        'Surface: STRING',
        'Region: STRING',
        'Papers: DECIMAL',
        'Weight: DOUBLE',
        'Hired: DATE',
        'Town: STRING',
      ]);
    },
    patience,
  );
});

describe('after an edit', () => {
  test(
    'the focus is on the edited column, on whichever page it is, and its menu is there for the next edit',
    async () => {
      const sophie = await sandbox.open('sophie');
      const form = await openColumns(sophie, 'Digits of Pi');
      await renameColumn(sophie, '31. Digit 31', 'Thirty-first');
      const edited = form.getByRole('combobox', { name: '31. Thirty-first · LONG (was Digit 31)' });
      await hasFocus(edited);

      // Closed without an edit, the form above leaves nothing chosen in it.
      await columnMenu(sophie, '31. Thirty-first', 'Change type');
      await sophie.getByRole('dialog', { name: 'Change type' }).getByRole('button', { name: 'Back' }).last().click();
      await retypeColumn(sophie, '31. Thirty-first', 'DOUBLE');
      await hasFocus(form.getByRole('combobox', { name: /^31\. Thirty-first · DOUBLE/ }));

      await addColumn(sophie, 'Digit 1,001', 'LONG');
      await shows(form, 'Columns 1,001–1,001 of 1,001');
      await hasFocus(form.getByRole('combobox', { name: '1,001. Digit 1,001 · LONG (new)' }));
      await columnMenu(sophie, '1,001. Digit 1,001', 'Remove');
      await shows(form, '2 changes');
      await leave(sophie);
    },
    patience,
  );
});

describe('columns as text', () => {
  test(
    'what cannot be read is told with its line beside the field, and a good paste replaces all',
    async () => {
      const sophie = await sandbox.open('sophie');
      const form = await openColumns(sophie, 'Quintics');
      await form.getByRole('button', { name: 'Edit as text' }).click();
      const text = sophie.getByRole('dialog', { name: 'Edit as text' });
      const fields = text.getByRole('textbox', { name: 'Columns' });
      expect(await fields.first().inputValue()).toBe('Friend: STRING\nAttending: STRING');

      await fields.first().fill('Friend: STRING\nRoot\nDegree: GEOMETRY');
      await text.getByRole('button', { name: 'Use these columns' }).click();
      const wrong = text.getByRole('textbox', { description: /Line 2: .*Line 3: I don't know the type “GEOMETRY”/ });
      await wrong.waitFor();
      expect(await wrong.inputValue()).toContain('Degree: GEOMETRY');
      expect(await text.getByRole('alert').count()).toBe(1);

      await wrong.fill('name,type\nGuest,string\nAttending,STRING\nAge,long');
      await text.getByRole('button', { name: 'Use these columns' }).click();
      await shows(form, '2 changes · Breaking', '1. Guest · STRING (taken for Friend)', '3. Age · LONG (new)');
      await leave(sophie);
    },
    patience,
  );

  test(
    'both fields show seven lines on a phone, with the buttons in sight',
    async () => {
      const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
      const sophie = await sandbox.open('sophie', 'general', phone);
      const columns = await openColumns(sophie, 'Elastic Surfaces');
      await columns.getByRole('button', { name: 'Edit as text' }).click();
      const form = sophie.getByRole('dialog', { name: 'Edit as text' });
      const fields = form.getByRole('textbox', { name: /^Columns/ });
      await fields.nth(1).fill(Array.from({ length: 7 }, (_, i) => `More ${i + 1}: STRING`).join('\n'));

      for (const field of await fields.all()) {
        expect((await field.inputValue()).split('\n')).toHaveLength(7);
        expect(await field.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
        const box = await field.boundingBox();
        expect((box?.y ?? Number.NaN) + (box?.height ?? 0)).toBeLessThan(844);
      }
      const submit = await form.getByRole('button', { name: 'Use these columns' }).boundingBox();
      expect(submit?.y).toBeLessThan(844);
      await sophie.context().close();
    },
    patience,
  );
});

describe('a change that a policy of row security blocks', () => {
  test(
    'names the policy and cannot be sent',
    async () => {
      const blaise = await sandbox.open('blaise');
      const form = await openColumns(blaise, 'Salaries');
      await shows(form, 'Row security: the policy “Own region” filters on “Region”.');
      await renameColumn(blaise, '2. Region', 'Canton');
      await shows(form, '1 change · Not possible', /Not possible · .*the policy “Own region” filters on this column/);

      await send(blaise, 'Cantons, not regions');
      await form.getByRole('combobox', { name: 'Dataset', description: /“Own region”/ }).waitFor();
      expect(await blaise.getByRole('dialog', { name: 'Review the change' }).count()).toBe(0);
      await leave(blaise);
      await goTo(blaise, 'domo-changes');
      expect(await stream(blaise).getByRole('article').filter({ hasText: 'Salaries' }).count()).toBe(0);
    },
    patience,
  );
});

describe('a schema changed by hand between request and approval', () => {
  test(
    'is left alone, and the same edits can be made on today’s columns into a new request',
    async () => {
      const sophie = await sandbox.open('sophie');
      const party = await openInDomo(sophie, 'Leonhard Euler Party');
      await openColumns(sophie, 'Leonhard Euler Party');
      await addColumn(sophie, 'Seat', 'LONG', 2);
      await shows(schemaForm(sophie), '1 change · Check first');
      await addColumn(sophie, 'Town', 'STRING');
      await shows(schemaForm(sophie), '2 changes · Check first');
      const first = await request(sophie, 'Guests come from afar');
      await goTo(sophie, 'domo-changes');
      await card(sophie, first).getByRole('button', { name: 'Approve' }).waitFor();

      await party.getByRole('button', { name: 'Rename first column' }).click();
      const byHand = ['Friend (renamed): STRING', 'Attending: STRING'];
      expect(await columnsInDomo(party, 'Friend (renamed)')).toEqual(byHand);
      const emmy = await sandbox.open('emmy', 'changes');
      await pressAndConfirm(emmy, card(emmy, first), 'Approve');
      await shows(card(sophie, first), /nothing changed · skipped/);
      expect(await columnsInDomo(party, 'Friend (renamed)')).toEqual(byHand);

      await card(sophie, first).getByRole('button', { name: "Redo on today's columns" }).click();
      const form = sophie.getByRole('dialog', { name: `Redo #${first}` });
      await shows(
        form,
        'The columns changed in Domo since: these are your edits on what is there now.',
        '“Friend” is gone, so “Seat” now comes first.',
        '2 changes · Check first',
        '1. Seat · LONG (new)',
        '2. Friend (renamed) · STRING',
        '4. Town · STRING (new)',
      );
      expect(await form.getByRole('textbox', { name: 'Reason' }).inputValue()).toContain('Guests come from afar');
      await form.getByRole('button', { name: 'Request change' }).click();
      const second = await beingPrepared(sophie);
      expect(second).not.toBe(first);

      await pressAndConfirm(emmy, card(emmy, second), 'Approve');
      await card(sophie, second)
        .getByText(/changed and checked|datasets done/)
        .waitFor();
      expect(await columnsInDomo(party, 'Town')).toEqual(['Seat: LONG', ...byHand, 'Town: STRING']);
    },
    patience,
  );
});

describe('by keyboard alone', () => {
  test(
    'columns are added and renamed, reviewed and sent',
    async () => {
      const sophie = await sandbox.open('sophie');
      await leave(sophie);
      const { keyboard } = sophie;
      await tabTo(sophie, 'Message #general');
      await keyboard.type('/domo-schema Margins');
      await keyboard.press('Enter');
      await shows(schemaForm(sophie), 'Columns 1–2 of 2');

      await tabTo(sophie, 'Add column');
      await keyboard.press('Enter');
      await hasFocus(sophie.getByRole('dialog', { name: 'Add column' }).getByLabel('Column name'));
      await expect(focused(sophie)).resolves.toMatchObject({ name: 'Column name', outlined: true });
      await keyboard.type('Proof');
      await tabTo(sophie, 'Column type');
      await typeAndPick(sophie, 'STR', /^STRING/);
      await tabTo(sophie, 'Add');
      await keyboard.press('Enter');
      await shows(schemaForm(sophie), '1 change · Safe', '3. Proof · STRING (new)');
      await hasFocus(schemaForm(sophie).getByRole('combobox', { name: '3. Proof · STRING (new)' }));

      await tabOnto(sophie, schemaForm(sophie).getByRole('button', { name: 'More actions: 1. Friend' }));
      await keyboard.press('Enter');
      await hasFocus(sophie.getByRole('menuitem', { name: 'Rename' }));
      await keyboard.press('Enter');
      await hasFocus(sophie.getByRole('dialog', { name: 'Rename column' }).getByLabel('Column name'));
      await keyboard.press('Control+A');
      await keyboard.type('Guest');
      await tabTo(sophie, 'Rename');
      await keyboard.press('Enter');
      await shows(schemaForm(sophie), '2 changes · Breaking', '1. Guest · STRING (was Friend)');

      await tabTo(sophie, 'Reason');
      await keyboard.type('The margin is too small');
      await tabTo(sophie, 'Request change');
      await keyboard.press('Enter');
      await shows(sophie.getByRole('dialog', { name: 'Review the change' }), 'can break what uses');
      await tabTo(sophie, 'Request change');
      await expect(focused(sophie)).resolves.toMatchObject({ name: 'Request change', outlined: true });
      await keyboard.press('Enter');
      await beingPrepared(sophie);
      await sophie.locator('textarea[aria-label="Message #general"]:focus').waitFor();
    },
    patience,
  );
});
