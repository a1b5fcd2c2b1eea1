import { details } from '../../../src/slack/views/details.ts';
import type { Viewer } from '../../../src/workflow/tell/request-view.ts';
import { anyone, itemWith, requestWith, ruleWith } from './hostile.ts';

const stranger: Viewer = {
  insider: false,
  fromCard: false,
  mayApprove: false,
  mayReject: false,
  mayWithdraw: false,
  mayTakeBack: false,
  mayAccept: false,
  mayDecline: false,
};
const at = new Date('2026-10-01T12:00:00Z');
const emmy = { slackId: 'U0EMMY00001', name: 'Emmy Noether', email: 'emmy@example.com', domoId: 31 };
const request = requestWith({
  items: [itemWith()],
  rules: [ruleWith()],
  votes: [{ voter: emmy, choice: 'approve', fingerprint: 'f', policyHash: 'p', comment: 'Fine', at }],
  excluded: [{ person: { ...emmy, name: 'Carl Friedrich Gauss' }, exclusion: 'incoming_owner' }],
  leftOut: [{ datasetId: 'x', datasetName: 'Zodiac', heldBy: 9 }],
});

function shownTo(viewer: Viewer): string {
  return JSON.stringify(details(request, viewer, { page: 0, items: request.items }).blocks);
}

test('insiders see ids, and who can’t approve and why; others the new owner’s e-mail only', () => {
  const inside = shownTo(anyone);
  expect(inside).toContain('leonhard@example.com · Domo ID 29');
  expect(inside).toContain('Carl Friedrich Gauss · emmy@example.com · Domo ID 31 (new owner)');
  const outside = shownTo(stranger);
  expect(outside).toContain('carl@example.com');
  for (const kept of ['leonhard@example.com', 'sophie@example.com', 'Domo ID 29', "Can't approve"]) {
    expect(outside).not.toContain(kept);
  }
});

test('offers what this person may do, without an input, which would ask to be sent', () => {
  for (const label of ['Approve…', 'Reject…', 'Withdraw']) {
    expect(shownTo(anyone)).toContain(`"${label}"`);
    expect(shownTo(stranger)).not.toContain(`"${label}"`);
  }
  expect(details(request, anyone, { page: 0, items: request.items })).not.toHaveProperty('submit');
});

test('tells the whole life, what was skipped, and the plan', () => {
  const text = shownTo(stranger);
  expect(text).toMatch(/Requested by Sophie Germain.*Approved by Emmy Noether: “Fine”/);
  expect(text).toContain('Zodiac: already in #9');
  expect(text).toContain('1–1 of 1 dataset');
  expect(text).toContain('Plan a1b2c3d');
});

test('shows every question, answer and comment whole', () => {
  const longest = (end: string) => `${'word '.repeat(190)}${end}`;
  const questions = Array.from({ length: 40 }, (_, nth) => ({
    id: `${nth}`,
    asker: emmy,
    text: longest(`asked ${nth}.`),
    askedAt: at,
    answer: { text: longest(`answered ${nth}.`), at },
  }));
  const votes = request.votes.map((vote) => ({ ...vote, comment: longest('the end of the comment.') }));
  const view = details({ ...request, questions, votes }, anyone, { page: 0, items: request.items });
  const text = JSON.stringify(view.blocks);
  expect(text).toContain('the end of the comment.”');
  for (const { id } of questions) {
    expect(text).toContain(`asked ${id}.”`);
    expect(text).toContain(`answered ${id}.”`);
  }
});

test('of more than a modal holds, the oldest questions are left out and counted', () => {
  const questions = Array.from({ length: 200 }, (_, nth) => ({
    id: `${nth}`,
    asker: emmy,
    text: `${'&'.repeat(900)} ${nth}.`,
    askedAt: at,
  }));
  const view = details({ ...request, questions }, anyone, { page: 0, items: request.items });
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  const text = JSON.stringify(view.blocks);
  expect(text).toMatch(/… 1\d\d earlier lines/);
  expect(text).toContain('199.”');
  expect(text).not.toContain(' 1.”');
});
