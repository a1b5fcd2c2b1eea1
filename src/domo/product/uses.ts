import pMap from 'p-map';
import type { z } from 'zod';
import type { Use } from '../../change/uses.ts';
import { absentAsUndefined } from '../absent.ts';
import { mostAtOnce, readAll } from '../pages.ts';
import type { DomoCall } from '../transport.ts';
import type { CallOptions } from '../types.ts';
import { mentionedColumns } from './mentioned-columns.ts';
import * as answers from './use-answers.ts';

/** Asks the product API one thing, at its pace, and parses the answer. */
export type AskProduct = <T>(call: DomoCall, schema: z.ZodType<T>, options?: CallOptions) => Promise<T>;

/** Cards whose definition is read, a call each; of the others the columns stay unseen. */
const mostDefinitions = 200;
const atOnce = 4;

/** Steps of a DataFlow in which columns are named by a program. */
const programs = /sql|python|script|^r$|^r[^a-z]/i;

/**
 * What uses a dataset: cards, DataFlows, views, alerts and Beast Modes, each with those of `columns` that it uses, where that can be
 * seen. A few calls, and one for each card, DataFlow and Beast Mode. Throws `DomoError` when any of it cannot be read: half a list is
 * no list.
 */
export async function readUses(
  ask: AskProduct,
  dataset: { id: string; columns: readonly string[] },
  options: CallOptions,
): Promise<Use[]> {
  const children = await childrenOf(ask, dataset.id, options);
  const parts = await Promise.all([
    cards(ask, dataset, options),
    dataflows(ask, children, dataset.columns, options),
    views(ask, children, options),
    alerts(ask, dataset, options),
    beastModes(ask, dataset, options),
  ]);
  return parts.flat();
}

type Dataset = Parameters<typeof readUses>[1];

async function cards(ask: AskProduct, { id, columns }: Dataset, options: CallOptions): Promise<Use[]> {
  const deed = `list the cards of dataset ${id}`;
  const route = '/api/content/v1/datasources/:id/cards';
  const found = await ask({ method: 'GET', route, id, query: { drill: 'true' }, deed }, answers.cardsAnswer, options);
  const definition = '/api/content/v3/cards/kpi/definition';
  return pMap(
    found,
    async ({ urn, title, ownerId, owners }, nth): Promise<Use> => {
      const body = { dynamicText: true, urn, variables: true };
      // A PUT that only reads.
      const call = { method: 'PUT', route: definition, body, deed: `read card ${urn}` } as const;
      const read = nth < mostDefinitions;
      const shown = read ? await absentAsUndefined(ask(call, answers.cardDefinitionAnswer, options)) : undefined;
      return {
        kind: 'card',
        id: urn,
        name: title,
        ownerId: owners.find(({ type }) => type === 'USER')?.id ?? ownerId,
        ...(shown !== undefined && { columns: mentionedColumns(shown.definition, columns) }),
      };
    },
    { concurrency: atOnce },
  );
}

interface Child {
  type: string;
  id: string;
}

/** What reads it directly. Unbounded, one dataset was seen to have 27,154 descendants. */
async function childrenOf(ask: AskProduct, id: string, options: CallOptions): Promise<Child[]> {
  const route = '/api/data/v1/lineage/DATA_SOURCE/:id';
  const query = { traverseUp: 'false', maxDepth: 1, requestEntities: 'DATA_SOURCE,DATAFLOW' };
  const deed = `find what reads dataset ${id}`;
  const nodes = await ask({ method: 'GET', route, id, query, deed }, answers.lineageAnswer, options);
  const children = nodes[`DATA_SOURCE${id}`]?.children ?? [];
  return [...new Map(children.map((child) => [`${child.type} ${child.id}`, child])).values()];
}

async function dataflows(
  ask: AskProduct,
  children: Child[],
  columns: readonly string[],
  options: CallOptions,
): Promise<Use[]> {
  const route = '/api/dataprocessing/v2/dataflows/:id';
  const ids = children.filter(({ type }) => type.startsWith('DATAFLOW')).map(({ id }) => id);
  const read = await pMap(
    ids,
    async (id): Promise<Use[]> => {
      const call = { method: 'GET', route, id, deed: `read DataFlow ${id}` } as const;
      const flow = await absentAsUndefined(ask(call, answers.dataflowAnswer, options));
      if (flow === undefined) return [{ kind: 'dataflow', id, name: `DataFlow ${id}` }];
      if (flow.deleted) return [];
      const { name, responsibleUserId: ownerId, databaseType, actions } = flow;
      const isSeen = databaseType === 'MAGIC' && actions.length > 0 && !actions.some(({ type }) => programs.test(type));
      const seen = isSeen ? { columns: mentionedColumns(actions, columns) } : {};
      return [{ kind: 'dataflow', id, name, ownerId, ...seen }];
    },
    { concurrency: atOnce },
  );
  return read.flat();
}

/** Their columns are those of a query, which is not read. */
async function views(ask: AskProduct, children: Child[], options: CallOptions): Promise<Use[]> {
  const ids = children.filter(({ type }) => type === 'DATA_SOURCE').map(({ id }) => id);
  const route = '/api/data/v3/datasources/bulk';
  const read = await readAll(ids, async (body) => {
    const query = { includePrivate: 'true', part: 'core' };
    const call = { method: 'POST', route, query, body, deed: 'read the names of views' } as const;
    return (await ask(call, answers.namedDatasourcesAnswer, options)).dataSources;
  });
  const named = new Map(read.map((each) => [each.id, each]));
  return ids.map((id): Use => {
    const { name = `View ${id}`, owner } = named.get(id) ?? {};
    return { kind: 'view', id, name, ownerId: owner?.type === 'USER' ? owner.id : undefined };
  });
}

async function alerts(ask: AskProduct, { id, columns }: Dataset, options: CallOptions): Promise<Use[]> {
  const route = '/api/social/v4/alerts';
  const found: Use[] = [];
  for (let offset = 0; ; offset += mostAtOnce) {
    const query = { dataSetId: id, fields: 'all', limit: mostAtOnce, offset };
    const call = { method: 'GET', route, query, deed: `list the alerts on dataset ${id}` } as const;
    const some = await ask(call, answers.alertsAnswer, options);
    for (const { id: alertId, name, owner: ownerId, configurations, filters } of some) {
      const seen = mentionedColumns([configurations, filters], columns);
      found.push({ kind: 'alert', id: alertId, name, ownerId, columns: seen });
    }
    if (some.length < mostAtOnce) return found;
  }
}

async function beastModes(ask: AskProduct, { id, columns }: Dataset, options: CallOptions): Promise<Use[]> {
  const route = '/api/query/v1/functions/search';
  const found = new Map<string, { name: string; owner?: number | undefined }>();
  for (let offset = 0, more = true; more; offset += mostAtOnce) {
    const filters = [{ field: 'dataset', idList: [id] }, { field: 'notvariable' }];
    const body = { name: '', filters, sort: { field: 'name', ascending: true }, limit: mostAtOnce, offset };
    const call = { method: 'POST', route, body, deed: `list the Beast Modes of dataset ${id}` } as const;
    const { results, hasMore } = await ask(call, answers.beastModesAnswer, options);
    // The order is not stable: one may come twice.
    for (const { id: each, name, owner, archived } of results) if (!archived) found.set(each, { name, owner });
    more = hasMore && results.length > 0;
  }
  const template = '/api/query/v1/functions/template/:id';
  return pMap(
    found,
    async ([each, { name, owner: ownerId }]): Promise<Use> => {
      const deed = `read Beast Mode ${each}`;
      const call = { method: 'GET', route: template, id: each, query: { hidden: 'true' }, deed } as const;
      const shown = await absentAsUndefined(ask(call, answers.beastModeAnswer, options));
      const use = { kind: 'beast_mode', id: each, name, ownerId } as const;
      // What is made of others uses their columns too.
      if (shown === undefined || shown.functionTemplateDependencies.length > 0) return use;
      const named = shown.columnPositions.map(({ columnName }) => columnName.replace(/^`|`$/g, ''));
      return { ...use, columns: mentionedColumns([named, shown.expression], columns) };
    },
    { concurrency: atOnce },
  );
}
