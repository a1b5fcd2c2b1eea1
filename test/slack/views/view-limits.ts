import type { HomeView, ModalView } from '@slack/types';
import { checkView } from '../../../sandbox/slack/block-kit/check-view.ts';
import { limits } from '../../../sandbox/slack/block-kit/limits.ts';

/** Fails when Slack would refuse it, as far as the sandbox knows. */
export function expectWithinLimits(view: ModalView | HomeView): void {
  expect(checkView(view, view.type, new Set())).toMatchObject({ ok: true });
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(limits.viewBytes);
}

/** Every text of the view that a person sees, one a line. */
export function seen(view: ModalView): string {
  const texts: string[] = [];
  JSON.stringify(view, (key, value) => {
    if (typeof value === 'string' && (key === 'text' || key === 'initial_value')) texts.push(value);
    return value;
  });
  return texts.join('\n');
}
