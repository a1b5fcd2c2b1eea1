import type { Acceptance, Outsider } from '../types.ts';
import type { Refusal } from './refusal.ts';
import type { Steward } from './stewards.ts';

/** The place beside the rules for the incoming owner's answer, as things are now. */
export interface Slot {
  /** The rule that asks for the answer; undefined: none does. */
  rule: string | undefined;
  incomingId: number | undefined;
  /** The requester was the incoming owner when they asked, and is: they accepted by it. */
  byAsking: boolean;
  given?: Acceptance | undefined;
  /** Who gave it, as Slack and Domo know them at this moment. */
  giver?: Steward | undefined;
}

/** Why an answer does not count now. */
export type VoidAcceptance = 'other_plan' | 'not_the_new_owner' | Outsider;

/** `missing`: asked for and not there, or what is there does not count. */
export type SlotState = 'not_wanted' | 'by_asking' | 'accepted' | 'missing';

export function slotState(slot: Slot, fingerprint: string): SlotState {
  if (slot.rule === undefined) return 'not_wanted';
  if (slot.byAsking) return 'by_asking';
  const accepted = slot.given?.choice === 'accept' && voidAcceptance(slot, fingerprint) === undefined;
  return accepted ? 'accepted' : 'missing';
}

/** Whether nothing is waited for from the incoming owner. */
export function isAccepted(slot: Slot, fingerprint: string): boolean {
  return slotState(slot, fingerprint) !== 'missing';
}

/** Why what was given does not count now, if so. */
export function voidAcceptance(slot: Slot, fingerprint: string): VoidAcceptance | undefined {
  if (slot.given === undefined) return undefined;
  if (slot.given.fingerprint !== fingerprint) return 'other_plan';
  const { giver } = slot;
  if (giver !== undefined && giver.membership !== 'member') return giver.membership;
  return giver !== undefined && isIncoming(giver, slot) ? undefined : 'not_the_new_owner';
}

/**
 * Why this person's answer to the plan that they saw is not taken, if so. A decline is taken until the decision, as a reject is;
 * `again`: they may accept once more, since nothing else is waited for.
 */
export function refusalToAnswer(
  slot: Slot,
  fingerprint: string | undefined,
  { answer, person, again }: { answer: Acceptance; person: Steward; again: boolean },
): Refusal | undefined {
  const { membership } = person;
  if (membership !== 'member') return { why: 'not_a_member', membership };
  if (!isIncoming(person, slot)) return { why: 'not_the_new_owner' };
  if (slot.rule === undefined) return { why: 'acceptance_not_wanted' };
  if (answer.fingerprint !== fingerprint) return { why: 'plan_changed' };
  const state = slotState(slot, answer.fingerprint);
  const repeats = state === 'by_asking' || (state === 'accepted' && answer.choice === 'accept');
  return repeats && !again ? { why: 'already_accepted' } : undefined;
}

/** The one right that a match of e-mails gives: it can only hold a change back. */
function isIncoming({ domo }: Steward, { incomingId }: Slot): boolean {
  return incomingId !== undefined && domo === incomingId;
}
