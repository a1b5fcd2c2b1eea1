import { createHash } from 'node:crypto';
import { z } from 'zod';
import { followUpEdits } from '../../workflow/ask/form.ts';
import { cut } from '../text.ts';

/** The ids by which Slack names what happened in the schema form. */
export const schemaIds = {
  shortcut: 'change_schema',
  callback: {
    form: 'schema_form',
    review: 'schema_review',
    add: 'schema_add',
    rename: 'schema_rename',
    retype: 'schema_retype',
    move: 'schema_move',
    text: 'schema_text',
  },
  action: {
    dataset: 'schema_dataset',
    /** The menu of a column; its values are `columnChoice`s. */
    column: 'schema_column',
    reason: 'schema_reason',
    add: 'schema_add',
    position: 'schema_position',
    text: 'schema_text',
    discard: 'schema_discard',
    next: 'schema_next',
    previous: 'schema_previous',
    /** On a form whose columns could not be read. */
    retry: 'schema_retry',
    /** On messages: the form with the edits of an earlier request, on today's columns. */
    again: 'schema_again',
    rebase: 'schema_rebase',
    undo: 'schema_undo',
    removal: 'schema_removal',
    /** In the review. */
    addFirst: 'schema_add_first',
    /** Followed by a number: one dataset of several, for the form or for its history. */
    choose: 'schema_choose:',
    value: 'value',
  },
  /** Blocks with an input. They keep their ids through every update, so that Slack keeps what was typed. */
  block: {
    dataset: 'dataset',
    reason: 'reason',
    name: 'name',
    type: 'type',
    position: 'position',
    /** Followed by a number: the fields of the text form. */
    columns: 'columns-',
  },
} as const;

const metadata = z.object({
  draftId: z.string(),
  /** The draft's version that the view shows: who submits an older one has not seen what they ask for. */
  version: z.int(),
  /** Counted from 0. */
  page: z.int().nonnegative(),
  /** In the form: the column that was just edited, whose menu takes the focus. */
  edited: z.string().optional(),
  /** In the sub-form of one column: its id in the draft. */
  column: z.string().optional(),
  /** In the review: `reasonMark` of the reason that it shows. */
  reason: z.string().optional(),
});

/** What a view of the schema form carries in `private_metadata`. */
export type SchemaMetadata = z.infer<typeof metadata>;

export function writeSchemaMetadata({ draftId, version, page, edited, column, reason }: SchemaMetadata): string {
  return JSON.stringify({ draftId, version, page, edited, column, reason });
}

/** Tells reasons apart: metadata has no room for a whole one. */
export function reasonMark(reason: string): string {
  return createHash('sha256').update(reason.trim()).digest('base64url').slice(0, 16);
}

/** @throws ZodError, or SyntaxError when it is not JSON */
export function readSchemaMetadata(text: string): SchemaMetadata {
  return metadata.parse(JSON.parse(text));
}

const start = z.object({
  dataset: z.object({ id: z.string(), name: z.string() }).optional(),
  /** An earlier request whose edits the form begins with. */
  from: z.object({ requestId: z.uuid(), edits: z.enum(followUpEdits) }).optional(),
});

/** What the form opens with. */
export type SchemaStart = z.infer<typeof start>;

/** A dataset's name has no end; the form reads it from Domo anyway. */
export function writeSchemaStart({ dataset, from }: SchemaStart): string {
  return JSON.stringify({ dataset: dataset && { id: dataset.id, name: cut(dataset.name, 200) }, from });
}

/** @throws ZodError, or SyntaxError when it is not JSON */
export function readSchemaStart(text: string | undefined): SchemaStart {
  return text ? start.parse(JSON.parse(text)) : {};
}

export const columnActions = ['rename', 'retype', 'move', 'remove', 'keep'] as const;
export type ColumnAction = (typeof columnActions)[number];

const choice = z
  .string()
  .regex(/^[a-z]+:.+$/)
  .transform((text) => ({ action: text.slice(0, text.indexOf(':')), column: text.slice(text.indexOf(':') + 1) }))
  .pipe(z.object({ action: z.enum(columnActions), column: z.string() }));

export function columnChoice(action: ColumnAction, column: string): string {
  return `${action}:${column}`;
}

/**
 * What a column's menu asked for.
 * @throws ZodError
 */
export function readColumnChoice(value: string): { action: ColumnAction; column: string } {
  return choice.parse(value);
}
