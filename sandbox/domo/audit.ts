import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { ApiError, type Reply } from './reply.ts';
import type { EventKind, WorldEvent } from './types.ts';

export const auditRoutes: readonly Route[] = [{ method: 'GET', path: '/v1/audit', scope: 'audit', handle: list }];

/** Domo's activity log: ids are strings and times have no zone, as in Domo's own. */
function list(call: ApiCall, instance: Instance): Reply {
  const limit = pageNumber(call.query, 'limit', 50, 1000);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = linesOf(call, instance).slice(offset, offset + limit);
  return { status: 200, json: found.map((event) => view(event, call, instance)) };
}

/** The lines of a time and, if asked for, a user. Throws 400 where no `start` is given. */
function linesOf(call: ApiCall, { world, faults, now }: Instance): WorldEvent[] {
  if (!call.query.has('start')) throw new ApiError(400, 'Bad Request');
  const start = pageNumber(call.query, 'start', 0);
  const end = pageNumber(call.query, 'end', Number.MAX_SAFE_INTEGER);
  const user = call.query.get('user');
  const latest = now().getTime() - (faults.strike('audit_late', call)?.ms ?? 0);
  const found = world.events().filter(({ time, userId, objectId }) => {
    const at = time.getTime();
    const isAsked = at >= start && at <= Math.min(end, latest) && (user === null || user === String(userId));
    return isAsked && !faults.strike('audit_gap', { ...call, datasetId: objectId });
  });
  const ordered = faults.strike('audit_oldest_first', call) ? found : found.toReversed();
  return faults.strike('audit_twice', call) ? ordered.flatMap((event) => [event, event]) : ordered;
}

const words: Record<EventKind, string> = {
  owner: 'UPDATED',
  columns: 'UPDATED',
  other: 'UPDATED',
  deleted: 'DELETED',
  viewed: 'VIEWED',
};

/** What the log calls it. */
function actionOf(event: WorldEvent, call: ApiCall, { faults }: Instance): string {
  return faults.strike('audit_words', call)?.words[event.kind] ?? words[event.kind];
}

function view(event: WorldEvent, call: ApiCall, instance: Instance): object {
  const { world, faults } = instance;
  const { userId, objectId, objectName, objectType } = event;
  const asNumbers = faults.strike('audit_number_ids', call) !== undefined;
  const id = (text: string) => (asNumbers && /^\d+$/.test(text) ? Number(text) : text);
  const aheadMs = (faults.strike('audit_local_times', call)?.aheadMinutes ?? 0) * 60_000;
  const userName = world.ownerName(userId, 'USER');
  const actionType = actionOf(event, call, instance);
  return {
    actionType,
    actorId: 0,
    actorName: '',
    additionalComment: `${userName}: ${actionType} ${objectName}`.trim(),
    browserDetails: 'Mozilla/5.0',
    device: 'desktop',
    eventText: `${actionType} ${objectName}`,
    ipAddress: '127.0.0.1',
    objectId: id(objectId),
    objectName,
    objectType,
    time: twelveHourTime(new Date(event.time.getTime() + aheadMs)),
    userId: id(String(userId)),
    userName,
    userType: 'USER',
  };
}

/** `2017-12-13 10:57:35 PM` */
function twelveHourTime(time: Date): string {
  const [day, clock = ''] = time.toISOString().slice(0, 19).split('T');
  const hour = Number(clock.slice(0, 2));
  return `${day} ${String(hour % 12 || 12).padStart(2, '0')}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}
