import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { DatasetHit, OwnerHit } from '../../catalog/types.ts';
import type { Outlook } from '../../workflow/ask/outlook.ts';
import { actionIds, callbacks, fieldIds, type OwnerMetadata } from '../ids.ts';
import { cut, showNumber } from '../text.ts';
import { context, plain, section } from './blocks.ts';
import { followUpTitle } from './follow-ups.ts';
import type { LinkTo } from './lists.ts';
import { datasetOption, ownerOption } from './owner-options.ts';
import { outlookLines } from './owner-outlook.ts';
import { longestReason } from './request-words.ts';

export const longestPaste = 3000;
/** With so many picks a menu of Slack can begin. */
export const mostPicked = 100;

export type Which = 'all' | 'some' | 'earlier';

export interface OwnerFormData {
  metadata: OwnerMetadata;
  from?: OwnerHit | undefined;
  linkTo: LinkTo;
  /** Domo is read for the first time: there may be more than is known. */
  loading?: boolean | undefined;
  /** What is known of all that `from` owns. */
  outlook?: Outlook | undefined;
  which: Which;
  /** Already picked, and what was pasted: shown whatever is chosen above, so that nothing typed is lost. */
  datasets?: DatasetHit[] | undefined;
  pasted?: string | undefined;
  to?: OwnerHit | undefined;
  reason?: string | undefined;
  /** What the person must know first, in mrkdwn. */
  notice?: string | undefined;
}

/** The form of an owner change. Fields keep what was typed as long as their block ids stay. */
export function ownerForm(form: OwnerFormData): ModalView {
  return {
    type: 'modal',
    callback_id: callbacks.ownerForm,
    private_metadata: JSON.stringify(form.metadata),
    title: plain(followUpTitle(form.metadata.follows, 'Change dataset owner'), 24),
    submit: plain('Request change', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...(form.notice === undefined ? [] : [section(form.notice)]),
      ownerInput('Current owner', fieldIds.from, actionIds.from, 'Name, email or Domo ID', form.from, true),
      ...(form.outlook === undefined
        ? []
        : outlookLines(form.outlook, form.which, form.linkTo).map((line) => context(line))),
      whichInput(form),
      ...datasetFields(form),
      ownerInput('New owner', fieldIds.to, actionIds.to, 'An active Domo user', form.to, false),
      reasonInput(form.reason),
    ],
  };
}

function ownerInput(
  label: string,
  blockId: string,
  actionId: string,
  placeholder: string,
  chosen: OwnerHit | undefined,
  dispatch: boolean,
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 2000),
    ...(dispatch && { dispatch_action: true }),
    element: {
      type: 'external_select',
      action_id: actionId,
      placeholder: plain(placeholder, 150),
      min_query_length: 0,
      ...(chosen && { initial_option: ownerOption(chosen) }),
    },
  };
}

/**
 * A block id for each owner and each choice: Slack keeps what a field held as long as its id stays, and what is shown
 * as chosen must be what the form below it is for.
 */
function whichInput({ metadata, from, which, loading = false }: OwnerFormData): InputBlock {
  const known = from && `${showNumber(from.datasets)}${loading ? ' so far' : ''}`;
  const all = known === undefined ? 'All of them' : `All of them (${known})`;
  const options: PlainTextOption[] = [
    { text: plain(all, 75), value: 'all' },
    { text: plain('Only some', 75), value: 'some' },
  ];
  const { earlier } = metadata;
  if (earlier !== undefined) options.unshift({ text: plain(earlierWords(earlier), 75), value: 'earlier' });
  return {
    type: 'input',
    block_id: `${fieldIds.which}${metadata.fromId ?? 'nobody'}:${which}`,
    label: plain('Which datasets', 2000),
    dispatch_action: true,
    element: {
      type: 'radio_buttons',
      action_id: actionIds.which,
      options,
      initial_option: options.find((option) => option.value === which) ?? options[0],
    },
  };
}

function earlierWords({ purpose, number, count }: NonNullable<OwnerMetadata['earlier']>): string {
  return purpose === 'retry'
    ? `The ${showNumber(count)} not changed in #${number}`
    : `The ${showNumber(count)} handed over in #${number}`;
}

/** Shown for `Only some`, and as long as they hold something. */
function datasetFields({ metadata, from, which, datasets = [], pasted = '' }: OwnerFormData): KnownBlock[] {
  const held = datasets.length > 0 || pasted.trim() !== '';
  if (which !== 'some' && !held) return [];
  const unused = which === 'some' ? [] : [context('Only used with `Only some`:')];
  const initial = datasets.slice(0, mostPicked).map(datasetOption);
  return [
    ...unused,
    {
      type: 'input',
      // Another owner's picks must not stay.
      block_id: `${fieldIds.datasets}${metadata.fromId ?? 'nobody'}`,
      label: plain('Datasets', 2000),
      hint: plain('Choose them here, or paste them below: one of the two is enough.', 2000),
      optional: true,
      element: {
        type: 'multi_external_select',
        action_id: actionIds.datasets,
        placeholder: plain(from === undefined ? 'Choose the current owner first' : 'Name or ID', 150),
        min_query_length: 0,
        ...(initial.length > 0 && { initial_options: initial }),
      },
    },
    {
      type: 'input',
      block_id: fieldIds.pasted,
      label: plain('Or paste ids, names or links', 2000),
      hint: plain('One per line: names, IDs or Domo links', 2000),
      optional: true,
      element: {
        type: 'plain_text_input',
        action_id: actionIds.pasted,
        multiline: true,
        max_length: longestPaste,
        ...(pasted !== '' && { initial_value: pasted.slice(0, longestPaste) }),
      },
    },
  ];
}

function reasonInput(reason: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: fieldIds.reason,
    label: plain('Reason', 2000),
    hint: plain('Stewards see this. It stays in the audit log.', 2000),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.reason,
      multiline: true,
      max_length: longestReason,
      ...(reason && { initial_value: cut(reason, longestReason) }),
    },
  };
}
