import fc from 'fast-check';
import { checkView } from '../../../sandbox/slack/block-kit/check-view.ts';
import { cardButtons } from '../../../src/slack/views/card-buttons.ts';
import { approveConfirm, whatDecides } from '../../../src/slack/views/confirm.ts';
import { approveForm } from '../../../src/slack/views/vote-form.ts';
import type { RequestView } from '../../../src/workflow/tell/request-view.ts';
import { anyRequest } from './hostile.ts';
import { requestWith, ruleWith, sets } from './plain.ts';

/** What Slack's dialog says. */
function questionOf(request: RequestView): string | undefined {
  return approveConfirm(request)?.text.text;
}

test('the question before an approval says what, to whom, and when it starts; the reason has what is left', () => {
  expect(questionOf(requestWith({ items: sets(12) }))).toBe(
    '12 datasets of Leonhard Euler go to Carl Friedrich Gauss (carl@example.com). ' +
      'Starts when all approvals are in. Sophie Germain: “Leonhard has left.”',
  );
});

test('the question before an approval of more than 20 says that all are meant; its button has the number', () => {
  expect(questionOf(requestWith({ total: 326 }))).toContain('You approve all 326, also those not named here.');
  expect(approveConfirm(requestWith({ total: 326 }))?.confirm?.text).toBe('Approve 326 datasets');
});

test('the question before an approval counts the other warnings, names the rules, and cuts the reason before anything else', () => {
  const rules = [ruleWith({ needed: 2, name: 'large hand-over' }), ruleWith({ name: 'finance' })];
  const text = questionOf(
    requestWith({ items: sets(12, { pdp: true }), warnings: ['One.', 'Two.'], rules, reason: 'x'.repeat(1000) }),
  );
  expect(text).toBe(
    '12 datasets of Leonhard Euler go to Carl Friedrich Gauss (carl@example.com). Carl Friedrich Gauss will see every ' +
      'row of Set 1 and 11 others: owners bypass row security. And 2 more warnings. ' +
      'Counts for all rules that name you: large hand-over (2 needed) and finance (1 needed). Sophie Germain: “xxxxx…',
  );
});

test('the question before an approval is asked by a view where it is too long for Slack’s dialog, and nothing of it is cut there', () => {
  const name = 'N'.repeat(250);
  const to = { id: 28, name, email: `${'m'.repeat(200)}@example.com` };
  const request = requestWith({ items: sets(30, { pdp: true, datasetName: name }), from: { id: 29, name }, to });
  expect(approveConfirm(request)).toBeUndefined();
  const [buttons] = cardButtons(request);
  expect(buttons).toMatchObject({
    elements: [{ action_id: 'approve_in_details', text: { text: 'Approve' } }, {}, {}, {}],
  });
  expect(JSON.stringify(buttons)).not.toContain('"confirm"');
  expect(whatDecides(request)).toContain(`${name} will see every row of ${name} and 29 others`);
  const metadata = { requestId: request.id, fingerprint: 'f', number: 42 };
  const [says] = approveForm(metadata, request).blocks;
  expect(JSON.stringify(says)).toContain(to.email);
});

test('the question before an approval is never longer than its dialog, whatever people are called', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const dialog = approveConfirm(request);
      if (dialog === undefined) expect(whatDecides(request).length).toBeGreaterThan(300);
      else expect(dialog.text.text.startsWith(whatDecides(request))).toBe(true);
      expect(
        checkView(approveForm({ requestId: request.id, fingerprint: 'f', number: 1 }, request), 'modal', new Set()),
      ).toMatchObject({ ok: true });
    }),
    { numRuns: 60 },
  );
});
