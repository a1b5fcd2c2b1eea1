import type { ModalView } from '@slack/types';
import { assessEdit } from '../../change/schema/assess-edit.ts';
import { rateChanges } from '../../change/schema/rate-changes.ts';
import type { Approval } from '../../workflow/ask/approvals.ts';
import { countOf, showDataset } from '../text.ts';
import { approvalLines } from './approval-line.ts';
import { plain, section } from './blocks.ts';
import { ratedLine } from './schema-card.ts';
import type { LoadedSchema } from './schema-form.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { lineSections, note, textSections } from './schema-lines.ts';

export interface SchemaReviewData extends LoadedSchema {
  metadata: SchemaMetadata;
  dataset: { id: string; name: string };
  approvals: Approval[];
}

/** What a breaking change breaks, and who must approve it, before it is asked for. The form behind it shows all the rest. */
export function schemaReview({ metadata, dataset, draft, policies, streams, approvals }: SchemaReviewData): ModalView {
  const { after, diff, reasons } = assessEdit(draft, { policies, streams });
  const { rated } = rateChanges(diff, reasons);
  const breaking = rated.filter(({ risk }) => risk === 'breaking');
  const others = rated.length - breaking.length;
  return {
    type: 'modal',
    callback_id: schemaIds.callback.review,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain('Review the change', 24),
    submit: plain('Request change', 24),
    close: plain('Back', 24),
    blocks: [
      ...textSections(`This can break what uses ${showDataset(dataset)}:`, 1),
      ...lineSections(breaking, (each) => ratedLine(each, after), { sections: 50, bytes: 150_000 }),
      ...(others > 0 ? [note(`And ${countOf(others, 'more change')} as shown in the form.`)] : []),
      ...approvalLines(approvals).map((line) => section(line)),
    ],
  };
}
