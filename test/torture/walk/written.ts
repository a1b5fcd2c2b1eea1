import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../../sandbox/slack/types.ts';
import type { Change } from '../../../src/change/types.ts';
import type { Company } from './company.ts';
import type { PutNote } from './notes.ts';
import type { Stored } from './stored.ts';

/** Nothing was written that was not approved, nothing else than that, and nothing again without a look. */
export function wronglyWritten({ notes }: Company, stored: Stored): string[] {
  const said = (event: string) => stored.audit.filter((entry) => entry.event === event);
  const approvals = new Map(said('request_approved').map(({ requestId, seq }) => [requestId, seq]));
  const begun = said('item_writing');
  const wrong: string[] = [];
  const before = new Map<string, PutNote>();
  for (const put of notes.puts) {
    const { datasetId, body, readBefore } = put;
    const approved = stored.items.some((item) => {
      if (item.datasetId !== datasetId || !asks(item.change, body)) return false;
      const first = begun.find(
        ({ requestId, detail }) => requestId === item.requestId && detail.datasetId === datasetId,
      );
      return first !== undefined && (approvals.get(item.requestId) ?? Number.POSITIVE_INFINITY) < first.seq;
    });
    if (!approved) wrong.push(`${datasetId} was written and nobody approved that: ${JSON.stringify(body)}`);
    // Only what Domo surely did not take may be sent again unread; 400: of several together, which are then sent in halves.
    if (!readBefore && ![400, 429].includes(before.get(datasetId)?.status ?? 0))
      wrong.push(`${datasetId} was written again unread`);
    before.set(datasetId, put);
  }
  for (const { datasetId, change, state, requestId, byHandAt } of stored.items) {
    const number = stored.requests.find(({ id }) => id === requestId)?.number;
    if (state === 'writing') wrong.push(`#${number}: ${datasetId} is still being written`);
    const written = notes.puts.some((put) => put.datasetId === datasetId && asks(change, put.body));
    if (state === 'verified' && byHandAt === null && !written)
      wrong.push(`#${number}: ${datasetId} is called changed, and was never written`);
  }
  return wrong;
}

/** Whether a PUT asks Domo for just this change, and for no other. */
function asks(change: Change, body: JsonObject): boolean {
  const { owner, schema } = body as { owner?: { id: number }; schema?: { columns: unknown } };
  if ('pdpEnabled' in body || 'policies' in body) return false;
  if (change.kind === 'owner') return owner?.id === change.after.id && schema === undefined;
  const names = (columns: unknown) =>
    (columns as { name: string; type: string }[]).map(({ name, type }) => [name, type]);
  return owner === undefined && schema !== undefined && isDeepStrictEqual(names(schema.columns), names(change.after));
}
