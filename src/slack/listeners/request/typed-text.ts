import type { Refusal } from '../../../change/votes/refusal.ts';
import { actionIds, fieldIds } from '../../ids.ts';
import { refusalSentence, refusalTitle } from '../../refusals.ts';
import { longestReason, quoted } from '../../views/request-words.ts';
import type { Sent } from '../delivery.ts';
import type { FormReply } from '../form.ts';
import { fieldOf } from '../payloads.ts';
import { notDone, type Reply } from '../reply.ts';

/** What was typed into a form of one field: a reason, a comment, a question or an answer. Empty where it was nothing. */
export function typedText({ view }: Sent): string {
  return fieldOf(view.state.values, actionIds.reason)?.field.value?.trim() ?? '';
}

/** Beside the field: who says no says why. */
export const reasonMissing: FormReply = { errors: { [fieldIds.reason]: 'Add a reason. The requester will see it.' } };

/** It doesn't count; what they typed is given back whole. */
export function refusedWith(refusal: Refusal, text: string): Reply {
  const wrote = text === '' ? '' : `\nYou wrote:\n${quoted(text, longestReason)}`;
  return notDone(`${refusalSentence(refusal)}${wrote}`, refusalTitle(refusal));
}
