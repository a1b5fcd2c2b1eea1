import type { z } from 'zod';
import { DomoAccessTokenError, type DomoError, DomoRefusedError } from '../errors.ts';
import { type Answer, answerError, explain, isPage } from '../failures.ts';
import { openConnection } from '../open-connection.ts';
import { type ConnectionOptions, resolveConnection } from '../options.ts';
import { pages, readAll } from '../pages.ts';
import { createPatiently } from '../patiently.ts';
import { readAnswer, scrub } from '../read-answer.ts';
import { createTransport, type DomoCall } from '../transport.ts';
import type { CallOptions } from '../types.ts';
import { readNotes } from './notes.ts';
import * as answers from './responses.ts';
import type { Product, ProductOwner } from './types.ts';
import { readUses } from './uses.ts';

export interface ProductOptions extends ConnectionOptions {
  /** Goes to `url` alone, and to nowhere that it redirects to. */
  accessToken: string;
  /**
   * Whether the token is of the instance that the app works on: throws a DomoError if not. Asked once, before anything else is read or
   * written; again after a failure.
   */
  check: (me: Awaited<ReturnType<Product['me']>>) => Promise<void>;
}

const meRoute = '/api/content/v2/users/me';
const datasources = '/api/data/v3/datasources';
const parts = 'core,permission,rowcolcount';
const groupPageSize = 50;

/** Reads and writes Domo as a user of the instance does, by their access token, with a limiter of its own. */
export function createProduct({ accessToken, check, ...options }: ProductOptions): Product {
  const settings = resolveConnection(options);
  const { timeoutMs, now } = settings;
  const { limiter, stopped, stop } = openConnection(settings, `${settings.url} product`, timeoutMs);
  const patiently = createPatiently(settings, stopped);
  const send = createTransport(settings);
  const credentials = { 'X-DOMO-Developer-Token': accessToken };
  const clean = scrub(accessToken);
  let checked: Promise<void> | undefined;
  /** The user of whom it was found that they are of our instance. */
  let known: string | undefined;

  /** `writes`: it changes something, so that it is repeated only where it surely did not reach Domo; other POSTs and PUTs only read. */
  function ask<T>(call: DomoCall, schema: z.ZodType<T>, given: CallOptions & { writes?: boolean } = {}): Promise<T> {
    const { priority = 'bulk', writes = false } = given;
    return patiently(
      call.deed,
      async ({ attempt, signal }) => {
        const task = (slot: AbortSignal) => send(call, { credentials, timeoutMs, attempt, signal: slot });
        const answer = await limiter.run(task, { priority, signal });
        if (answer.status >= 200 && answer.status < 300) return readAnswer(call, answer, schema);
        throw refusal(answer, call) ?? answerError(answer, call.deed, now(), clean);
      },
      { ...given, write: writes },
    );
  }

  /** A host that is not the token's denies everything, also to say whose it is. */
  function refusal(answer: Answer, { route }: DomoCall): DomoError | undefined {
    const { status } = answer;
    const { reason, toe } = explain(answer, clean);
    if (status === 403 && route !== meRoute) {
      if (isPage(answer)) return undefined;
      const words = 'Domo denied access. The user of the access token needs “Manage DataSet”.';
      return new DomoRefusedError(words, { status, toe });
    }
    if (status !== 401 && status !== 403) return undefined;
    const words = `Domo rejected the access token (${reason}). It may have expired, been revoked, or belong to another Domo`;
    return new DomoAccessTokenError(words, { status, toe });
  }

  const me: Product['me'] = (given) => {
    return ask({ method: 'GET', route: meRoute, deed: 'say whose access token this is' }, answers.meAnswer, given);
  };

  async function open(given?: CallOptions): Promise<void> {
    const asked = me(given).then(async (now) => {
      const whose = `${now.id} ${now.email}`;
      if (whose !== known) await check(now);
      known = whose;
    });
    checked = asked;
    try {
      await asked;
    } catch (error) {
      if (checked === asked) checked = undefined;
      known = undefined;
      throw error;
    }
  }

  /** The same once it is known that the token is of our instance. */
  async function askOurs<T>(...call: Parameters<typeof ask<T>>): Promise<T> {
    await (checked ?? open({ priority: 'person' }));
    return ask(...call);
  }

  return {
    open,
    me,
    datasource: (id, given) => {
      const query = { part: parts };
      const call = { method: 'GET', route: `${datasources}/:id`, id, query, deed: `read dataset ${id}` } as const;
      return askOurs(call, answers.datasourceAnswer, given);
    },
    datasources: (ids, given) =>
      readAll(ids, (body) => {
        const query = { includePrivate: 'true', part: parts };
        const call = { method: 'POST', route: `${datasources}/bulk`, query, body, deed: 'read datasets' } as const;
        return askOurs(call, answers.datasourcesAnswer, given);
      }),
    accountOwners: async (ids, given) => {
      const [route, deed] = ['/api/data/v1/streams/bulk', 'read whose accounts feed datasets'];
      const found = await readAll(ids, (some) => {
        const query = { streamId: some.join(',') };
        return askOurs({ method: 'GET', route, query, deed }, answers.streamsAnswer, given);
      });
      return new Map(found);
    },
    access: async (ids, given) => {
      const [route, deed] = [`${datasources}/bulk/permissions`, 'read who may use datasets'];
      const read = (body: readonly string[]) =>
        askOurs({ method: 'POST', route, body, deed }, answers.accessAnswer, given);
      return new Map(await readAll(ids, read));
    },
    masks: async (id, given) => {
      const of = (list: 'column-policy-mapping' | 'policy-group') => {
        const route = `/api/query/v2/data-control/:id/${list}`;
        return { method: 'GET', route, id, deed: `read the column masks of dataset ${id}` } as const;
      };
      const masked = await askOurs(of('column-policy-mapping'), answers.maskedColumnsAnswer, given);
      if (masked.length === 0) return [];
      const groups = await askOurs(of('policy-group'), answers.maskNamesAnswer, given);
      const names = new Map(groups.map(({ filterGroupId, name }) => [filterGroupId, name]));
      return masked.map(({ columnName: column, filterGroupId }) => ({ name: names.get(filterGroupId) ?? '', column }));
    },
    upsertKeys: (id, given) => {
      const route = '/api/data/v2/datasources/:id/schemas/latest';
      const call = { method: 'GET', route, id, deed: `read the columns of dataset ${id}` } as const;
      return askOurs(call, answers.upsertKeysAnswer, given);
    },
    notes: (id, kinds, given) => readNotes(askOurs, id, kinds, given),
    someDatasources: (given) => {
      const query = { limit: 50, offset: 0, part: parts };
      const call = { method: 'GET', route: datasources, query, deed: 'list datasets' } as const;
      return askOurs(call, answers.datasourcesAnswer, given);
    },
    ownedBy: (owner, given) => {
      const route = '/api/data/ui/v3/datasources/ownedBy';
      const body = [{ id: String(owner.id), type: owner.type.toUpperCase() }];
      const deed = `list what ${owner.type} ${owner.id} owns`;
      return askOurs({ method: 'POST', route, body, deed }, answers.ownedByAnswer, given);
    },
    reassign: (ids, owner, given) => {
      const route = '/api/data/v1/ui/bulk/reassign';
      const body = { type: 'DATA_SOURCE', ids, ...newOwner(owner) };
      const call = { method: 'POST', route, body, deed: 'change the owner of datasets' } as const;
      return askOurs(call, answers.reassignAnswer, { ...given, writes: true });
    },
    groupPages: (given) =>
      pages({
        size: groupPageSize,
        ahead: 1,
        signal: given?.signal,
        read: (offset, signal) => {
          const route = '/api/content/v2/groups/grouplist';
          const query = { ascending: 'true', sort: 'name', limit: groupPageSize, offset };
          const call = { method: 'GET', route, query, deed: 'list groups' } as const;
          return askOurs(call, answers.groupListAnswer, { ...given, signal });
        },
      }),
    group: (id, given) => {
      const route = '/api/content/v2/groups/:id';
      return askOurs({ method: 'GET', route, id, deed: `read group ${id}` }, answers.groupAnswer, given);
    },
    tokenEnds: async (given) => {
      const call = { method: 'GET', route: '/api/data/v1/accesstokens', deed: 'list access tokens' } as const;
      const [{ id }, tokens] = [await me(given), await askOurs(call, answers.tokenListAnswer, given)];
      const ends = tokens.filter(({ ownerId, expires }) => ownerId === id && expires > now().getTime());
      return ends.map(({ expires }) => new Date(expires)).toSorted((a, b) => a.getTime() - b.getTime());
    },
    uses: (dataset, given = {}) => readUses(askOurs, dataset, given),
    stop,
  };
}

function newOwner({ type, id }: Pick<ProductOwner, 'type' | 'id'>): { userId: number } | { groupId: number } {
  return type === 'user' ? { userId: id } : { groupId: id };
}
