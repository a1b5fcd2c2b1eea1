import type { KnownBlock, ModalView } from '@slack/types';
import { assessEdit } from '../../change/schema/assess-edit.ts';
import type { SchemaEdit } from '../../change/schema/edit.ts';
import { rateChanges } from '../../change/schema/rate-changes.ts';
import { addNewNamesFirst } from '../../change/schema/successors.ts';
import type { Approval } from '../../workflow/ask/approvals.ts';
import { successorWarning } from '../../workflow/tell/sentences.ts';
import { countOf, oneLine } from '../text.ts';
import { approvalLines } from './approval-line.ts';
import { actions, button, plain, section } from './blocks.ts';
import { ratedLine } from './schema-card.ts';
import type { LoadedSchema } from './schema-form.ts';
import { type SchemaMetadata, schemaIds, writeSchemaMetadata } from './schema-ids.ts';
import { lineSections, note, textSections } from './schema-lines.ts';
import { usesHidden } from './uses.ts';

export interface SchemaReviewData extends LoadedSchema {
  metadata: SchemaMetadata;
  dataset: { id: string; name: string };
  approvals: Approval[];
}

/**
 * What a breaking change breaks, and who must approve it, before it is asked for; or, where new names come first, what happens now and
 * what later. The form behind it shows all the rest.
 */
export function schemaReview({ metadata, dataset, approvals, ...loaded }: SchemaReviewData): ModalView {
  const { draft, uses } = loaded;
  const { after, diff, reasons, successors } = assessEdit(draft, loaded);
  const { rated } = rateChanges(diff, reasons);
  const breaking = rated.filter(({ risk }) => risk === 'breaking');
  const shown = breaking.length > 0 ? breaking : rated;
  const others = rated.length - shown.length;
  const name = oneLine(dataset.name, 255);
  const heading = breaking.length > 0 ? `This can break what uses ${name}:` : `In ${name}:`;
  return {
    type: 'modal',
    callback_id: schemaIds.callback.review,
    private_metadata: writeSchemaMetadata(metadata),
    title: plain('Review the change', 24),
    submit: plain('Request change', 24),
    close: plain('Back', 24),
    blocks: [
      ...textSections(heading, 1),
      ...lineSections(shown, (each) => ratedLine(each, after), { sections: 50, bytes: 150_000 }),
      ...(uses === undefined && breaking.length > 0 ? [note(usesHidden)] : []),
      ...(others > 0 ? [note(`And ${countOf(others, 'more change')} as shown in the form.`)] : []),
      ...(successors ? textSections(successorWarning(successors), 1) : []),
      ...saferWay(draft),
      ...approvalLines(approvals).map((line) => section(line)),
    ],
  };
}

/** Where a rename could be made in two steps. */
function saferWay(draft: SchemaEdit): KnownBlock[] {
  if (addNewNamesFirst(draft) === draft) return [];
  return [
    ...textSections(
      'Safer: add the new name now, as an empty column, and remove the old column once nothing uses it.',
      1,
    ),
    actions('schema_safer', button({ text: 'Add the new name first', actionId: schemaIds.action.addFirst })),
  ];
}
