import { z } from 'zod';
import { limits } from './limits.ts';

/** A plain text object of 1 to `max` characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

/** A mrkdwn text object of 1 to `max` characters. */
export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Either text object. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export const blockId = z.string().min(1).max(limits.id).optional();
export const actionId = z.string().min(1).max(limits.id).optional();
export const style = z.enum(['primary', 'danger']).optional();
export const placeholder = plainText(limits.placeholder).optional();

export const confirmDialog = z.strictObject({
  title: plainText(limits.confirmTitle),
  text: anyText(limits.confirmText),
  confirm: plainText(limits.confirmButton),
  deny: plainText(limits.confirmButton),
  style,
});

/** One choice of a menu. Selects and overflow menus show plain text only. */
export const plainOption = z.strictObject({
  text: plainText(limits.optionText),
  value: z.string().min(1).max(limits.optionValue),
  description: plainText(limits.optionText).optional(),
});
/** One choice of radio buttons or checkboxes, which may be mrkdwn. */
export const richOption = z.strictObject({
  text: anyText(limits.optionText),
  value: z.string().min(1).max(limits.optionValue),
  description: anyText(limits.optionText).optional(),
});
export type Option = z.output<typeof richOption>;

export const optionGroup = z.strictObject({
  label: plainText(limits.optionText),
  options: z.array(plainOption).min(1).max(limits.options),
});

/** Overflow menus may also carry a link. */
export const overflowOption = plainOption.extend({ url: z.string().max(limits.url).optional() });

export type TextObject = z.output<ReturnType<typeof anyText>>;
