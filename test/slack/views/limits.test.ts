import type { HomeView, ModalView } from '@slack/types';
import fc from 'fast-check';
import { checkBlocks, messageWeight } from '../../../sandbox/slack/block-kit/check-blocks.ts';
import { limits } from '../../../sandbox/slack/block-kit/limits.ts';
import { card, type Message } from '../../../src/slack/views/card.ts';
import { details } from '../../../src/slack/views/details.ts';
import { home } from '../../../src/slack/views/home.ts';
import { requestList } from '../../../src/slack/views/lists.ts';
import { alertView } from '../../../src/slack/views/message-view.ts';
import { noticeMessage } from '../../../src/slack/views/notices.ts';
import { ownerForm } from '../../../src/slack/views/owner-form.ts';
import { approveForm } from '../../../src/slack/views/vote-form.ts';
import { anyLife, anyRequest, hostileText } from './hostile.ts';
import { anyone, noLife, requestWith } from './plain.ts';
import { expectWithinLimits } from './view-limits.ts';

const nothing: ReadonlySet<string> = new Set();
const few = { numRuns: 60 };
const linkTo = () => 'https://academy.slack.com/archives/C1/p1';

function expectSound(message: Message): void {
  const checked = checkBlocks(message.blocks, 'message', nothing);
  expect(checked).toMatchObject({ ok: true });
  if (checked.ok) expect(messageWeight(checked.value)).toBeLessThanOrEqual(limits.messageBlockText);
  expect(message.text.length).toBeLessThanOrEqual(limits.updatedText);
  expect(message.text).not.toBe('');
  expectHarmless(message);
}

function expectSoundView(view: ModalView | HomeView): void {
  expectWithinLimits(view);
  expectHarmless(view);
}

/** No name has become a mention: what stands in pointed brackets is ours. */
function expectHarmless(shown: object): void {
  const tokens = textsOf(shown).flatMap((text) => text.match(/<[^>]*>?/g) ?? []);
  for (const token of tokens)
    expect(token).toMatch(
      /^<(!date\^|!subteam\^S0123>|@U0SOPHIE001>|@U0EMMY00001>|@W1>|@U0123>|https:\/\/academy\.slack\.com|https:\/\/acme\.domo\.com)/,
    );
}

/** mrkdwn texts, and the fallback: plain text shows what it holds. */
function textsOf(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(textsOf);
  if (typeof shown !== 'object' || shown === null) return [];
  const own = 'text' in shown && typeof shown.text === 'string' ? shown : undefined;
  const isPlain = own !== undefined && 'type' in own && (own.type === 'plain_text' || own.type === 'raw_text');
  const nested = Object.values(shown).flatMap((each) => (typeof each === 'object' ? textsOf(each) : []));
  return own === undefined || isPlain ? nested : [String(own.text), ...nested];
}

describe('whatever people are called and however many datasets there are, Slack takes', () => {
  test('the card', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expectSound(card(request));
      }),
      few,
    );
  });

  test('every notice', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        for (const about of ['submitted', 'invalid', 'decided', 'finished', 'received', 'overwritten'] as const) {
          expectSound(noticeMessage({ about, request }));
        }
        expectSound(noticeMessage({ about: 'result', request, auditHead: 'f'.repeat(64) }));
        for (const question of request.questions) {
          expectSound(noticeMessage({ about: 'question', request, question }));
          expectSound(noticeMessage({ about: 'answer', request, question }));
        }
      }),
      few,
    );
  });

  test('a reason of 3,000 characters, which no form of ours takes', () => {
    const reason = '<!here> because & '.repeat(200).slice(0, 3000);
    const request = requestWith({ reason });
    expectSound(card(request));
    expect(card(request).text).toContain('more in Details');
    expectSoundView(details(request, anyone, { page: 0, items: request.items, life: noLife }));
    expectSoundView(approveForm({ requestId: request.id, fingerprint: 'f', number: 42 }, request));
    expectSound(noticeMessage({ about: 'acceptance', request }));
  });

  test('Details, with a page of the plan, what was searched for, and the whole life', () => {
    fc.assert(
      fc.property(anyRequest, anyLife, (request, life) => {
        const shown = { page: 0, items: request.items.slice(0, 25), chosen: request.items[0], life };
        expectSoundView(details(request, anyone, shown));
      }),
      few,
    );
  });

  test('lists and Home', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const many = Array.from({ length: 30 }, () => request);
        const orphaned = Array.from({ length: 10 }, (_, id) => ({
          id,
          name: request.reason,
          datasets: 9,
          held: id,
          heldBy: id === 0 ? [] : [{ id: request.id, number: id }],
        }));
        expectSound(requestList(many, linkTo, { offset: 0, since: new Date(0) }, { insider: true }));
        const recent = many.map((each, nth) => ({ ...each, opens: nth > 3 }));
        const lists = { toApprove: many, toDo: many, yours: many, recent, orphaned };
        expectSoundView(home({ ...lists, readsAll: true, asks: true, notify: 'never' }, linkTo));
      }),
      few,
    );
  });

  test('the owner form, and a refusal', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (name, chosen) => {
        const from = chosen
          ? { id: 2 ** 40, name, email: 'a@example.com', datasets: 3000, standing: 'deleted' as const }
          : undefined;
        const datasets = Array.from({ length: 150 }, (_, n) => ({
          id: `2f09a073-54a4-4269-8c62-${String(n).padStart(12, '0')}`,
          name,
          pdp: false,
        }));
        const form = ownerForm({
          metadata: { fromId: 29 },
          from,
          linkTo: () => undefined,
          which: 'some',
          datasets,
          pasted: name,
          to: from,
          reason: name,
        });
        expectSoundView(form);
        expectSoundView(alertView('Not done', 'x'.repeat(10) + 'y. '.repeat(500), 'error'));
      }),
      few,
    );
  });
});
