import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { cut } from '../text.ts';

/** Builders that cannot exceed Block Kit's limits; whatever is too long is cut. */

/** Plain text, which Slack shows as it is: no mention, no formatting, no emoji codes. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max) || ' ', emoji: false };
}

/** mrkdwn in which only our own markup acts; foreign parts must have gone through `escapeMrkdwn`. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: cut(text, 3000) || ' ', verbatim: true };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) };
}

export function section(text: string, rest: Omit<SectionBlock, 'type' | 'text'> = {}): SectionBlock {
  return { type: 'section', text: mrkdwn(text), ...rest };
}

/** The same, shown whole: what a decision hangs on must not be folded away. */
export function opened(text: string): SectionBlock {
  return section(text, { expand: true });
}

/** Small print, one element a text; at most 10 are shown. */
export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.slice(0, 10).map((text) => mrkdwn(text)) };
}

export interface ButtonOptions {
  text: string;
  actionId: string;
  /** At most 2,000 characters: ids, never foreign text. */
  value?: string | undefined;
  style?: 'primary' | 'danger' | undefined;
  /** What a screen reader says in place of the text. */
  label?: string | undefined;
  confirm?: ConfirmationDialog | undefined;
}

export function button({ text, actionId, value, style, label, confirm }: ButtonOptions): Button {
  return {
    type: 'button',
    text: plain(text, 75),
    action_id: actionId,
    ...(value !== undefined && { value }),
    ...(style !== undefined && { style }),
    ...(label !== undefined && { accessibility_label: cut(label, 75) }),
    ...(confirm !== undefined && { confirm }),
  };
}

export function actions(blockId: string, ...elements: Button[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements: elements.slice(0, 25) };
}

/** Slack's own question before a button acts. `text` is plain. */
export function confirmation(title: string, text: string, confirm: string, style?: 'danger'): ConfirmationDialog {
  return {
    title: plain(title, 100),
    text: plain(text, 300),
    confirm: plain(confirm, 30),
    deny: plain('Cancel', 30),
    ...(style !== undefined && { style }),
  };
}
