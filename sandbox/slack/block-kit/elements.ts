import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { limits } from './limits.ts';
import {
  actionId,
  confirmDialog,
  type Option,
  optionGroup,
  overflowOption,
  placeholder,
  plainOption,
  plainText,
  richOption,
  style,
} from './texts.ts';

const confirm = confirmDialog.optional();
const focus = z.boolean().optional();
const maxItems = z.int().min(1).optional();

interface WithOptions {
  options?: Option[] | undefined;
  option_groups?: { options: Option[] }[] | undefined;
  initial_option?: Option | undefined;
  initial_options?: Option[] | undefined;
}

/** What Slack says of a menu whose choices contradict each other, or null. */
function menuProblem(menu: WithOptions): string | null {
  if (!menu.options === !menu.option_groups) return 'must define either `options` or `option_groups` as an array';
  const choices = menu.options ?? menu.option_groups?.flatMap((group) => group.options) ?? [];
  const initial = menu.initial_options ?? (menu.initial_option ? [menu.initial_option] : []);
  const stranger = initial.find((option) => !choices.some((choice) => sameOption(choice, option)));
  return stranger ? 'the provided initial option(s) do not match any options' : null;
}

function sameOption(a: Option, b: Option): boolean {
  const bare = (option: Option) => [option.value, option.text.type, option.text.text, option.description?.text];
  return isDeepStrictEqual(bare(a), bare(b));
}

function checkMenu(menu: WithOptions, ctx: z.RefinementCtx): void {
  const problem = menuProblem(menu);
  if (problem) ctx.addIssue({ code: 'custom', message: problem });
}

export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(limits.buttonText),
  action_id: actionId,
  value: z.string().max(limits.buttonValue).optional(),
  url: z.string().min(1).max(limits.url).optional(),
  style,
  confirm,
  accessibility_label: z.string().max(limits.accessibilityLabel).optional(),
});

/** Slack fetches a picture before it takes the block, and does not reach anybody's own machine. */
function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return false;
  return !/^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(url.hostname);
}

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().min(1).max(limits.url).refine(isPublicUrl, 'downloading image failed'),
  alt_text: z.string().min(1).max(limits.altText),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(overflowOption).min(1).max(limits.overflowOptions),
  confirm,
});

const menu = { action_id: actionId, placeholder, confirm, focus_on_load: focus };
const choices = {
  options: z.array(plainOption).min(1).max(limits.options).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.options).optional(),
};
const initialOption = plainOption.optional();
const initialOptions = z.array(plainOption).min(1).max(limits.options).optional();
const minQuery = z.int().min(0).optional();

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};

const selects = [
  z
    .strictObject({ type: z.literal('static_select'), ...menu, ...choices, initial_option: initialOption })
    .superRefine(checkMenu),
  z.strictObject({
    type: z.literal('external_select'),
    ...menu,
    initial_option: initialOption,
    min_query_length: minQuery,
  }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    ...conversations,
    initial_conversation: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
] as const;
const multiSelects = [
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...menu,
      ...choices,
      initial_options: initialOptions,
      max_selected_items: maxItems,
    })
    .superRefine(checkMenu),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...menu,
    initial_options: initialOptions,
    min_query_length: minQuery,
    max_selected_items: maxItems,
  }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...menu,
    initial_users: z.array(z.string()).optional(),
    max_selected_items: maxItems,
  }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...menu,
    initial_channels: z.array(z.string()).optional(),
    max_selected_items: maxItems,
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...menu,
    ...conversations,
    initial_conversations: z.array(z.string()).optional(),
    max_selected_items: maxItems,
  }),
] as const;

const picks = { action_id: actionId, confirm, focus_on_load: focus };
const few = z.array(richOption).min(1).max(limits.radioOptions);
const pickers = [
  z
    .strictObject({ type: z.literal('radio_buttons'), ...picks, options: few, initial_option: richOption.optional() })
    .superRefine(checkMenu),
  z
    .strictObject({ type: z.literal('checkboxes'), ...picks, options: few, initial_options: few.optional() })
    .superRefine(checkMenu),
  z.strictObject({ type: z.literal('datepicker'), ...picks, placeholder, initial_date: z.iso.date().optional() }),
] as const;

const typing = {
  action_id: actionId,
  placeholder,
  focus_on_load: focus,
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};
/** A number as text: JSON has no exact decimals. */
const numeral = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .optional();

interface NumberRange {
  is_decimal_allowed: boolean;
  initial_value?: string | undefined;
  min_value?: string | undefined;
  max_value?: string | undefined;
}

function checkRange(range: NumberRange, ctx: z.RefinementCtx): void {
  const say = (path: keyof NumberRange, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
  const [least, most] = [Number(range.min_value ?? -Infinity), Number(range.max_value ?? Infinity)];
  const initial = Number(range.initial_value ?? Number.NaN);
  if (least > most) say('min_value', 'must not be greater than `max_value`');
  if (initial < least) say('initial_value', 'must not be less than `min_value`');
  if (initial > most) say('initial_value', 'must not be greater than `max_value`');
  for (const name of ['initial_value', 'min_value', 'max_value'] as const) {
    if (!range.is_decimal_allowed && range[name]?.includes('.')) say(name, 'decimals are not allowed');
  }
}

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typing,
    initial_value: z.string().max(limits.inputLength).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(limits.inputLength).optional(),
    max_length: z.int().min(1).max(limits.inputLength).optional(),
  }),
  z
    .strictObject({
      type: z.literal('number_input'),
      ...typing,
      is_decimal_allowed: z.boolean(),
      initial_value: numeral,
      min_value: numeral,
      max_value: numeral,
    })
    .superRefine(checkRange),
] as const;

export const actionsElement = z.discriminatedUnion('type', [button, overflow, ...selects, ...multiSelects, ...pickers]);
export const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  image,
  ...selects,
  ...multiSelects,
  ...pickers,
]);
export const inputElement = z.discriminatedUnion('type', [...selects, ...multiSelects, ...pickers, ...inputs]);

export type InputElement = z.output<typeof inputElement>;
/** Anything a person can act on. */
export type Element = z.output<typeof actionsElement> | InputElement;
