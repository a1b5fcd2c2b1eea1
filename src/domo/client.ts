import { hasActiveExecution } from './executions.ts';
import { openConnection } from './open-connection.ts';
import { type DomoOptions, resolveOptions } from './options.ts';
import { pages } from './pages.ts';
import { createRequests } from './request.ts';
import * as answers from './responses.ts';
import { orAborted } from './signals.ts';
import type { CallOptions, Domo, DomoActivity } from './types.ts';

/** Domo's own limits of its list pages. */
const datasetPageSize = 50;
const userPageSize = 500;
const activityPageSize = 1_000;

/**
 * Domo's API, with one token and one limiter. An aborted call rejects with its signal's reason; an aborted `updateDataset` may have
 * been done. Throws a plain Error on an unusable URL.
 */
export function createDomo(options: DomoOptions): Domo {
  const settings = resolveOptions(options);
  const longest = Math.max(settings.timeoutMs, settings.tokenTimeoutMs);
  const { limiter, stopped, stop } = openConnection(settings, `${settings.url} ${settings.clientId}`, longest);
  const { tokens, request, patiently } = createRequests({ settings, limiter, stopped });

  const datasetPage: Domo['datasetPage'] = (offset, callOptions) => {
    // Sorted by id, rows stand still while names and dates change.
    const query = { limit: datasetPageSize, offset, sort: callOptions?.sort ?? 'dataSourceId' };
    const call = { method: 'GET', route: '/v1/datasets', query, deed: 'list datasets' } as const;
    return rowsOf(request(call, answers.datasetListAnswer, callOptions), call.deed);
  };
  const userPage: Domo['userPage'] = (offset, callOptions) => {
    const query = { limit: userPageSize, offset };
    const call = { method: 'GET', route: '/v1/users', query, deed: 'list users' } as const;
    return rowsOf(request(call, answers.userListAnswer, callOptions), call.deed);
  };
  /** A row without an id, say, is left out, and said: Domo's support may want to know. */
  async function rowsOf<T>(answer: Promise<answers.Rows<T>>, deed: string): Promise<T[]> {
    const { rows, odd } = await answer;
    if (odd > 0) settings.logger.warn({ deed, odd, of: rows.length + odd }, 'Domo sent rows that cannot be read');
    return rows;
  }

  /** Ends at a short page: a time that is over gets no more lines, but late ones, which another look finds. */
  async function* readActivity(start: number, end: number, callOptions?: CallOptions): AsyncGenerator<DomoActivity[]> {
    const [route, deed] = ['/v1/audit', 'read the activity log'];
    for (let offset = 0, before = ''; ; offset += activityPageSize) {
      const query = { start, end, limit: activityPageSize, offset };
      const call = { method: 'GET', scope: 'audit', route, query, deed } as const;
      const { rows, odd } = await request(call, answers.activityListAnswer, callOptions);
      const now = JSON.stringify(rows);
      // A Domo that gives the same page again has no other.
      if (now === before) return;
      yield rows;
      before = now;
      if (rows.length + odd < activityPageSize) return;
    }
  }

  return {
    identity: (callOptions) => {
      const ask = ({ signal }: { signal: AbortSignal }) => orAborted(tokens.identity(), signal);
      return patiently('sign the app in', ask, { ...callOptions, write: false });
    },
    dataset: (id, callOptions) => request(datasetCall('GET', id, ''), answers.datasetAnswer, callOptions),
    datasetPage,
    datasetPages: (callOptions) =>
      pages({
        size: datasetPageSize,
        ahead: settings.concurrency,
        signal: callOptions?.signal,
        read: (offset, signal) => datasetPage(offset, { ...callOptions, signal }),
      }),
    updateDataset: (id, update, callOptions) =>
      request({ ...datasetCall('PUT', id, ''), body: update }, answers.datasetAnswer, callOptions),
    policies: (id, callOptions) => request(datasetCall('GET', id, '/policies'), answers.policyListAnswer, callOptions),
    streams: (id, callOptions) => {
      // All fields: where an upsert's keys show, if they do, isn't documented.
      const query = { q: `dataSource.id:${id}`, fields: 'all' };
      const deed = `find streams of dataset ${id}`;
      return request(
        { method: 'GET', route: '/v1/streams/search', query, deed },
        answers.streamListAnswer,
        callOptions,
      );
    },
    activity: (from, to, callOptions) => readActivity(from, to, callOptions),
    isUploading: (streamId, callOptions) =>
      hasActiveExecution((limit, offset) => {
        const route = '/v1/streams/:id/executions';
        const deed = `list the uploads of stream ${streamId}`;
        const call = { method: 'GET', route, id: streamId, query: { limit, offset }, deed } as const;
        return request(call, answers.executionListAnswer, callOptions);
      }),
    user: (id, callOptions) => {
      const deed = `read user ${id}`;
      return request({ method: 'GET', route: '/v1/users/:id', id, deed }, answers.userAnswer, callOptions);
    },
    userPage,
    userPages: (callOptions) =>
      pages({
        size: userPageSize,
        ahead: settings.concurrency,
        signal: callOptions?.signal,
        read: (offset, signal) => userPage(offset, { ...callOptions, signal }),
      }),
    load: () => ({ waiting: limiter.waiting(), requestsPerSecond: limiter.rate() }),
    stop,
  };
}

function datasetCall<M extends 'GET' | 'PUT'>(method: M, id: string, rest: '' | '/policies') {
  const deed = `${method === 'PUT' ? 'change' : rest ? 'read the row security of' : 'read'} dataset ${id}`;
  return { method, route: `/v1/datasets/:id${rest}`, id, deed };
}
