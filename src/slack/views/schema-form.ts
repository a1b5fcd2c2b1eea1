import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { assessEdit } from '../../change/schema/assess-edit.ts';
import type { SchemaEdit } from '../../change/schema/edit.ts';
import { rateChanges } from '../../change/schema/rate-changes.ts';
import { type FeedStream, type FilterPolicy, mayHaveKeys } from '../../change/schema/risk.ts';
import { quoteName } from '../../change/show-name.ts';
import type { Uses } from '../../change/uses.ts';
import { schemaWarnings } from '../../workflow/prepare/read-schema.ts';
import type { LinkedRequest } from '../../workflow/tell/request-view.ts';
import { successorWarning } from '../../workflow/tell/sentences.ts';
import { cut, showDataset, showNumber, slackDate } from '../text.ts';
import { actions, button, plain, section } from './blocks.ts';
import { followUpTitle } from './follow-ups.ts';
import { longestReason } from './request-words.ts';
import { ratedLine, reasonLine } from './schema-card.ts';
import { columnSections, pageButtons } from './schema-columns.ts';
import {
  type SchemaMetadata,
  type SchemaStart,
  schemaIds,
  writeSchemaMetadata,
  writeSchemaStart,
} from './schema-ids.ts';
import { diffHeading, lineSections, note, textSections } from './schema-lines.ts';
import { canEditAsText } from './schema-text-form.ts';
import { usesLine } from './uses.ts';

export interface LoadedSchema {
  draft: SchemaEdit;
  policies: readonly FilterPolicy[];
  /** Through which Domo's API feeds the dataset; undefined: Domo doesn't say. */
  streams: readonly FeedStream[] | undefined;
  /** Whether Domo's API made the dataset; undefined: Domo doesn't say. */
  isApi?: boolean | undefined;
  /** What sets the columns anew at each run. */
  source?: string | undefined;
  /** What uses the dataset; `looking`: that is being read. Undefined: it can't be seen. */
  uses?: Uses | undefined;
  looking?: boolean | undefined;
}

export type SchemaFormState =
  | { state: 'no dataset' }
  | { state: 'loading' }
  /** The columns cannot be had: a sentence that says why and what to do. `retry`: what to try again. */
  | { state: 'failed'; problem: string; retry?: SchemaStart | undefined }
  /** `keptFrom`: when its edits were made, in a form that is opened again. */
  | ({ state: 'loaded'; notice?: string | undefined; keptFrom?: Date | undefined } & LoadedSchema);

export interface SchemaFormData {
  metadata: SchemaMetadata;
  dataset?: { id: string; name: string } | undefined;
  /** The request that the edits go on from. */
  follows?: Pick<LinkedRequest, 'number' | 'purpose'> | undefined;
  /** What was typed before, when the form is opened again. */
  reason?: string | undefined;
  content: SchemaFormState;
}

/** Columns on one page: each takes a block, of 100. */
const columnsPerPage = 40;

/** The form of a schema change. The changes and their risk come above the columns: nobody may submit what they have not seen. */
export function schemaForm({ metadata, dataset, follows, reason, content }: SchemaFormData): ModalView {
  const loading = content.state === 'loading';
  const askDataset = !loading || isNamed(dataset);
  return {
    type: 'modal',
    callback_id: schemaIds.callback.form,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain(followUpTitle(follows, 'Change dataset schema'), 24),
    // Why it cannot be sent yet is told beside a field: without one there is nothing to send.
    ...(askDataset && { submit: plain('Request change', 24) }),
    close: plain('Close', 24),
    // Fields that Slack shows already keep what they hold: those whose value is still being read come with it.
    blocks: [
      ...(askDataset ? [datasetInput(dataset)] : []),
      ...contentBlocks(content, metadata),
      ...(loading ? [] : [reasonInput(reason)]),
    ],
  };
}

/** A dataset that the local copy does not know yet is called by its id until Domo has said its name. */
function isNamed(dataset: SchemaFormData['dataset']): boolean {
  return dataset !== undefined && dataset.name.toLowerCase() !== dataset.id.toLowerCase();
}

/** The page that shows the column, or the last one that there is. */
export function pageOf(draft: SchemaEdit, columnId: string): number {
  const at = draft.columns.findIndex(({ id }) => id === columnId);
  return Math.floor((at < 0 ? Math.max(0, draft.columns.length - 1) : at) / columnsPerPage);
}

function contentBlocks(content: SchemaFormState, metadata: SchemaMetadata): KnownBlock[] {
  switch (content.state) {
    case 'no dataset':
      return [note('Choose a dataset to see its columns.')];
    case 'loading':
      return [{ type: 'section', text: plain('Reading the columns from Domo…', 3000) }];
    case 'failed':
      return [...textSections(content.problem, 1), ...retryButton(content.retry)];
    case 'loaded':
      return [...keptBlocks(content.keptFrom), ...loadedBlocks(content, content.notice, metadata)];
  }
}

function retryButton(retry: SchemaStart | undefined): KnownBlock[] {
  if (retry === undefined) return [];
  const value = writeSchemaStart(retry);
  return [actions('schema_retry', button({ text: 'Try again', actionId: schemaIds.action.retry, value }))];
}

function keptBlocks(keptFrom: Date | undefined): KnownBlock[] {
  if (keptFrom === undefined) return [];
  const accessory = button({ text: 'Discard edits', actionId: schemaIds.action.discard });
  return [{ ...section(`These are your edits from ${slackDate(keptFrom)}.`), accessory }];
}

function loadedBlocks(loaded: LoadedSchema, notice: string | undefined, metadata: SchemaMetadata): KnownBlock[] {
  const { draft } = loaded;
  const { after, diff, risk, reasons, successors } = assessEdit(draft, loaded);
  const { rated, others } = rateChanges(diff, reasons);
  const changes = [...others.map(reasonLine), ...rated.map((each) => ratedLine(each, after))];
  const pages = Math.max(1, Math.ceil(draft.columns.length / columnsPerPage));
  const page = Math.min(metadata.page, pages - 1);
  const from = page * columnsPerPage;
  const columns = draft.columns.slice(from, from + columnsPerPage);
  const asText = canEditAsText(draft);

  return [
    ...(notice ? textSections(notice, 1) : []),
    section(`*${diffHeading(diff, { risk })}*`),
    ...lineSections(changes, String, { sections: 4, bytes: 30_000 }),
    ...(successors ? textSections(successorWarning(successors), 1) : []),
    ...datasetNotes(loaded),
    { type: 'divider' },
    section(`*${pageHeading(from, columns.length, draft.columns.length)}*`),
    ...columnSections(draft, diff, columns, metadata),
    pageButtons({ page, pages, asText }),
    ...(asText ? [] : [note('These names are too long to edit as text.')]),
  ];
}

function pageHeading(from: number, shown: number, all: number): string {
  if (shown === 0) return 'No columns';
  return `Columns ${showNumber(from + 1)}–${showNumber(from + shown)} of ${showNumber(all)}`;
}

/** What Domo cannot promise of this dataset, and who sees which rows by these columns. */
function datasetNotes({ policies, streams, isApi, source, uses, looking }: Omit<LoadedSchema, 'draft'>): KnownBlock[] {
  const secured = policies.filter(({ filters }) => filters.length > 0);
  return [
    ...schemaWarnings({ streams, isApi, source }).map(note),
    ...(streams ?? []).flatMap(keyNotes),
    note(looking ? 'Looking up what uses these columns…' : usesLine(uses)),
    ...lineSections(secured, policyLine, { sections: 1, bytes: 5000 }),
  ];
}

/** Which columns must stay as they are for an upsert. */
function keyNotes(stream: FeedStream): KnownBlock[] {
  const { id, keyColumnNames = [] } = stream;
  const keys = keyColumnNames.map((name) => quoteName(name)).join(', ');
  if (keys !== '') return [note(cut(`Stream ${id} uses ${keys} as keys: leave them as they are.`, 1000))];
  if (!mayHaveKeys(stream)) return [];
  return [note(`Stream ${id} may use some of these columns as keys: Domo doesn't show which.`)];
}

function policyLine({ name, filters, masks }: FilterPolicy): string {
  const columns = new Set(filters.map(({ column }) => quoteName(column)));
  const names = [...columns].join(', ');
  if (masks) return `Column security: the policy ${quoteName(name)} masks ${names}.`;
  return `Row security: the policy ${quoteName(name)} filters on ${names}.`;
}

function datasetInput(dataset: SchemaFormData['dataset']): InputBlock {
  return {
    type: 'input',
    block_id: schemaIds.block.dataset,
    label: plain('Dataset', 2000),
    dispatch_action: true,
    element: {
      type: 'external_select',
      action_id: schemaIds.action.dataset,
      placeholder: plain('Search by name or ID', 150),
      min_query_length: 0,
      ...(dataset ? { initial_option: { text: plain(showDataset(dataset, 75), 75), value: dataset.id } } : {}),
    },
  };
}

function reasonInput(reason: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: schemaIds.block.reason,
    label: plain('Reason', 2000),
    dispatch_action: true,
    element: {
      type: 'plain_text_input',
      action_id: schemaIds.action.reason,
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      multiline: true,
      max_length: longestReason,
      placeholder: plain('Why, and who knows about it', 150),
      ...(reason ? { initial_value: cut(reason, longestReason) } : {}),
    },
  };
}
