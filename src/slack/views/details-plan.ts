import type { ExternalSelect, KnownBlock, PlainTextOption } from '@slack/types';
import type { RatedChange } from '../../change/schema/rate-changes.ts';
import type { Owner } from '../../change/types.ts';
import type { ItemView, RequestView, Viewer } from '../../workflow/tell/request-view.ts';
import { actionIds } from '../ids.ts';
import { countOf, escapeMrkdwn, moment, oneLine, showDataset, showNumber, showOwner } from '../text.ts';
import { doorWords, riskWords } from '../words.ts';
import { actions, button, opened, plain, section } from './blocks.ts';
import { datasetLink, namedOf, ownerLink } from './domo-links.ts';
import { sendCsv } from './lists.ts';
import { together } from './newest-lines.ts';
import { outcomeOf } from './outcomes.ts';
import { fromTo } from './request-words.ts';
import { columnsAfter, ratedChanges, ratedWords } from './schema-card.ts';
import { lineSections } from './schema-lines.ts';

/** Datasets, or column changes, on one page. */
export const detailsPage = 25;

/** What of a plan is shown. */
export interface PlanShown {
  /** Counted from 0. */
  page: number;
  /** The datasets on it; of a schema the changes are in the request. */
  items: ItemView[];
  /** What somebody searched for: a dataset; or of a schema the change's place, worst first. */
  chosen?: ItemView | number | undefined;
}

/** A page of the plan, a search in it, and what was found. */
export function planBlocks(request: RequestView, viewer: Viewer, { page, items, chosen }: PlanShown): KnownBlock[] {
  const rated = request.kind === 'schema' ? ratedChanges(request) : [];
  const total = request.kind === 'schema' ? rated.length : request.total;
  const from = page * detailsPage;
  const changes = rated.slice(from, from + detailsPage);
  const last = from + (request.kind === 'schema' ? changes.length : items.length);
  const of = countOf(total, request.kind === 'schema' ? 'column change' : 'dataset');
  const head = `*Plan* · ${showNumber(Math.min(from + 1, last))}–${showNumber(last)} of ${of}`;
  const found = chosen === undefined ? [] : together(chosenLines(request, viewer, chosen, rated));
  // For another page the menu begins anew.
  const search = total > 1 ? { block_id: `plan:${page}`, accessory: searchMenu(request) } : {};
  return [
    section([head, ...schemaOutcome(request)].join('\n'), search),
    ...found.map((text) => opened(text)),
    ...changeSections(changes, request),
    ...together(itemLines(request, viewer, items)).map((text) => section(text)),
    ...planButtons(request, viewer, page, total),
  ];
}

/** Its choices come from what is typed: there is none that shows nothing. */
function searchMenu({ kind }: RequestView): ExternalSelect {
  const what = kind === 'schema' ? 'Find a column' : 'Find a dataset';
  return {
    type: 'external_select',
    action_id: actionIds.planItem,
    placeholder: plain(what, 150),
    min_query_length: 0,
  };
}

/** What the menu offers of a plan of datasets. */
export function itemOptions(items: ItemView[], { insider }: Pick<Viewer, 'insider'>): PlainTextOption[] {
  return items.map(({ datasetId: id, datasetName: name, alike }) => {
    const shown = insider || alike ? showDataset({ id, name }, 75) : oneLine(name, 75);
    return { text: plain(shown, 75), value: id };
  });
}

/** The same of column changes, by their places. */
export function changeOptions(request: RequestView, query: string, most: number): PlainTextOption[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const after = columnsAfter(request);
  return ratedChanges(request)
    .map((each, place) => ({ text: plain(ratedWords(each, after), 75), value: String(place), each }))
    .filter(({ each }) => words.every((word) => ratedWords(each, after).toLowerCase().includes(word)))
    .slice(0, most)
    .map(({ text, value }) => ({ text, value }));
}

/** Of a schema there is one dataset, and what became of it. */
function schemaOutcome({ kind, items: [item] }: RequestView): string[] {
  return kind === 'owner' || item === undefined || item.state === 'waiting' ? [] : [outcomeLine(item)];
}

function changeSections(changes: RatedChange[], request: RequestView): KnownBlock[] {
  const after = columnsAfter(request);
  const line = (each: RatedChange) => `${riskWords[each.risk]} · ${ratedWords(each, after)}`;
  return lineSections(changes, line, { sections: 10, bytes: 60_000 });
}

/** `• Sales daily (2f09…59f0) · row security · Leonhard Euler → Carl Friedrich Gauss · changed and checked in Domo`. mrkdwn. */
function itemLines(request: RequestView, { insider }: Viewer, items: ItemView[]): string[] {
  const settled = items.some((item) => item.state !== 'waiting');
  return items.map((item) => {
    const { alike, pdp, change, door } = item;
    return [
      `• ${datasetLink(request, { ...namedOf(item), alike: insider || alike }, 80)}`,
      ...(pdp ? ['row security'] : []),
      ...(change.kind === 'owner' ? [escapeMrkdwn(fromTo(change.before, change.after, insider))] : []),
      ...(door === 'public' ? [] : [doorWords[door]]),
      ...(settled ? [escapeMrkdwn(outcomeOf(item, 160))] : []),
    ].join(' · ');
  });
}

/** All that there is to say of one dataset, or of one column change. */
function chosenLines(request: RequestView, viewer: Viewer, chosen: ItemView | number, rated: RatedChange[]): string[] {
  if (typeof chosen === 'number') {
    const change = rated[chosen];
    return change === undefined
      ? []
      : [`*${riskWords[change.risk]}* · ${escapeMrkdwn(ratedWords(change, columnsAfter(request)))}`];
  }
  const { datasetId, pdp, change, door } = chosen;
  const owner = (each: Owner) => (viewer.insider ? escapeMrkdwn(showOwner(each)) : ownerLink(request, each));
  return [
    `*${datasetLink(request, namedOf(chosen), 255)}*`,
    ...(viewer.insider ? [escapeMrkdwn(oneLine(datasetId, 80))] : []),
    ...(change.kind === 'owner' ? [`From ${owner(change.before)} to ${owner(change.after)}`] : []),
    ...(pdp ? ['Row security: its owner sees every row.'] : []),
    ...(door === 'public' ? [] : [`To be changed ${doorWords[door]}`]),
    outcomeLine(chosen),
  ];
}

/** `Changed and checked in Domo, 2026-10-12 11:11 UTC (…)`. mrkdwn. */
function outcomeLine(item: ItemView): string {
  const words = escapeMrkdwn(outcomeOf(item, 1500));
  const at = item.settledAt === undefined ? '' : ` · ${moment(item.settledAt)}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${at}`;
}

function planButtons(request: RequestView, viewer: Viewer, page: number, total: number): KnownBlock[] {
  const turn = (text: string, actionId: string, to: number) => button({ text, actionId, value: String(to) });
  const buttons = [
    ...(page > 0 ? [turn('Previous', actionIds.previousPage, page - 1)] : []),
    ...((page + 1) * detailsPage < total ? [turn('Next', actionIds.nextPage, page + 1)] : []),
    ...(viewer.insider && request.fingerprint !== undefined
      ? [button({ ...sendCsv, actionId: actionIds.requestCsv, value: request.id })]
      : []),
  ];
  return buttons.length === 0 ? [] : [actions(`pages:${page}`, ...buttons)];
}
