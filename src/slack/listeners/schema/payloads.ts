import { readSchemaMetadata, type SchemaMetadata, schemaIds } from '../../views/schema-ids.ts';
import type { ViewPayload } from '../payloads.ts';

/** A view of the schema form as it was when someone did something in it. */
export interface SchemaView {
  id: string;
  hash?: string | undefined;
  /** The form itself, also when a form above it was sent. */
  formId: string;
  metadata: SchemaMetadata;
  field(blockId: string): { text?: string | undefined; choice?: string | undefined } | undefined;
  /** The fields whose block ids begin so, by the number behind. */
  fields(prefix: string): { blockId: string; text: string }[];
}

/** @throws ZodError, or SyntaxError, when its metadata is not ours */
export function readSchemaView({
  id,
  hash,
  callback_id,
  previous_view_id: below,
  private_metadata,
  state,
}: ViewPayload): SchemaView {
  const metadata = readSchemaMetadata(private_metadata);
  const first = (blockId: string) => Object.values(state.values[blockId] ?? {})[0];
  return {
    id,
    hash,
    // The form may stand above `Details`: it is the one below those that are above it.
    formId: callback_id === schemaIds.callback.form ? id : (below ?? id),
    metadata,
    field(blockId) {
      const found = first(blockId);
      return found && { text: found.value ?? undefined, choice: found.selected_option?.value };
    },
    fields: (prefix) =>
      Object.keys(state.values)
        .filter((blockId) => blockId.startsWith(prefix))
        .sort((a, b) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length)))
        .map((blockId) => ({ blockId, text: first(blockId)?.value ?? '' })),
  };
}

/** The reason that stands in the form. Undefined in views that have no such field. */
export function typedReason(view: SchemaView): string | undefined {
  const field = view.field(schemaIds.block.reason);
  return field && (field.text ?? '');
}

/**
 * The reason to keep with the draft. An empty field is none: it may be that of a window which never showed what was
 * typed in another, and no form is sent without a reason anyway.
 */
export function reasonToKeep(view: SchemaView): string | undefined {
  const reason = typedReason(view);
  return reason?.trim() ? reason : undefined;
}

export function chosenDataset(view: SchemaView): string | undefined {
  return view.field(schemaIds.block.dataset)?.choice;
}
