import type { KnownBlock } from '@slack/types';
import { countWords, total, type Uses, useWords } from '../../change/uses.ts';
import type { RequestView, UseView } from '../../workflow/tell/request-view.ts';
import { countOf, escapeMrkdwn, oneLine } from '../text.ts';
import { section } from './blocks.ts';
import { datasetLink } from './domo-links.ts';
import { listed, personName } from './request-words.ts';
import { changeWords, columnsAfter, ratedChanges } from './schema-card.ts';
import { lineSections, note } from './schema-lines.ts';

export const usesHidden = "I can't see what uses these columns.";

/** `Used by 7 cards and 1 DataFlow. I can't see the columns of 1 DataFlow.` Plain. */
export function usesLine(uses: Uses | undefined): string {
  if (uses === undefined) return usesHidden;
  const all = countWords(uses.all);
  if (all === '') return 'Nothing I can see uses this dataset.';
  const unseen = countWords(uses.unseen);
  const hidden = unseen === '' ? '' : ` I can't see the columns of ${unseen}.`;
  return `Used by ${all}.${hidden}`;
}

/** What uses the dataset of a schema request: its names for those who read everything, counts for all others. */
export function usedBlocks({ kind, schema, usedBy = [] }: RequestView): KnownBlock[] {
  if (kind !== 'schema' || schema === undefined) return [];
  const more = total(schema.uses?.all ?? {}) - usedBy.length;
  return [
    section('*What uses it*'),
    note(usesLine(schema.uses)),
    ...lineSections(usedBy, useLine, { sections: 8, bytes: 20_000 }),
    ...(usedBy.length > 0 && more > 0 ? [note(`And ${countOf(more, 'more', 'more')} in Domo.`)] : []),
  ];
}

/** `Card “Sales trend” (Ann Lee) uses Hired and Salary`. Plain. */
function useLine(use: UseView): string {
  const { ownerName, columns = [], touched } = use;
  const who = ownerName === undefined ? '' : ` (${oneLine(ownerName, 50)})`;
  const what = {
    sure: `uses ${columns
      .map((column) => oneLine(column, 60))
      .slice(0, 10)
      .join(', ')}`,
    maybe: "I can't see its columns",
    no: 'uses other columns only',
  }[touched];
  return `${useName(use)}${who}: ${what}`;
}

/** `Card “Sales trend”`. Plain. */
function useName({ kind, name }: UseView): string {
  const [word] = useWords[kind];
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} “${oneLine(name, 120)}”`;
}

/** To whoever owns what the change may break. mrkdwn. */
export function affectedLines(request: RequestView, uses: UseView[]): string[] {
  const { number, requester, dataset } = request;
  const where = dataset === undefined ? 'a dataset' : datasetLink(request, dataset);
  const named = (touched: UseView['touched']) =>
    uses.filter((use) => use.touched === touched).map((use) => escapeMrkdwn(useName(use)));
  const [sure, maybe] = [named('sure'), named('maybe')];
  const after = columnsAfter(request);
  const changes = ratedChanges(request)
    .filter(({ risk }) => risk === 'breaking')
    .map(({ change }) => escapeMrkdwn(changeWords(change, after)));
  return [
    `${personName(requester)} asks to change columns of ${where} (#${number}): ${listed(changes, { most: 5 })}.`,
    ...(sure.length === 0 ? [] : [`This will break what you own: ${listed(sure, { most: 10 })}.`]),
    ...(maybe.length === 0
      ? []
      : [
          `This may break what you own: ${listed(maybe, { most: 10 })}. I can't see ${maybe.length === 1 ? 'its' : 'their'} columns.`,
        ]),
    `If that's a problem, tell ${personName(requester)} before it's approved.`,
  ];
}
