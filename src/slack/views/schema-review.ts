import type { ModalView } from '@slack/types';
import { diffSchema } from '../../change/schema/diff.ts';
import { editResult } from '../../change/schema/edit.ts';
import { assessSchema } from '../../change/schema/risk.ts';
import { showDataset } from '../text.ts';
import { plain, section } from './blocks.ts';
import { datasetNotes, type LoadedSchema } from './schema-form.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { changeLine, diffHeading, lineSections, reasonLine, textSections } from './schema-lines.ts';

export interface SchemaReviewData extends LoadedSchema {
  metadata: SchemaMetadata;
  dataset: { id: string; name: string };
  reason: string;
}

/** A breaking change once more, whole, before it is asked for. */
export function schemaReview({ metadata, dataset, reason, ...loaded }: SchemaReviewData): ModalView {
  const { draft, policies } = loaded;
  const { after, renames } = editResult(draft);
  const diff = diffSchema(draft.before, after, renames);
  const risk = assessSchema({ diff, before: draft.before, after, policies });
  return {
    type: 'modal',
    callback_id: schemaIds.callback.review,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain('Review the change', 24),
    submit: plain('Request change', 24),
    close: plain('Back', 24),
    blocks: [
      ...textSections(`Dataset: ${showDataset(dataset)}`, 1),
      section(`*${diffHeading(diff, risk)}*`),
      ...lineSections(risk.reasons, reasonLine, { sections: 30, bytes: 70_000 }),
      { type: 'divider' },
      ...lineSections(diff, changeLine, { sections: 50, bytes: 90_000 }),
      { type: 'divider' },
      ...datasetNotes(loaded),
      ...textSections(`Reason:\n${reason}`, 2),
    ],
  };
}
