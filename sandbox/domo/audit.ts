import { type ApiCall, type Instance, pageNumber, type Route } from './api.ts';
import { ApiError, type Reply } from './reply.ts';

export const auditRoutes: readonly Route[] = [{ method: 'GET', path: '/v1/audit', scope: 'audit', handle: list }];

/** Domo's activity log: ids are strings and times have no zone, as in Domo's own. */
function list(call: ApiCall, { world }: Instance): Reply {
  if (!call.query.has('start')) throw new ApiError(400, 'Bad Request');
  const start = pageNumber(call.query, 'start', 0);
  const end = pageNumber(call.query, 'end', Number.MAX_SAFE_INTEGER);
  const user = call.query.get('user');
  const limit = pageNumber(call.query, 'limit', 50, 1000);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = world.events().filter(({ time, userId }) => {
    const at = time.getTime();
    return at >= start && at <= end && (user === null || user === String(userId));
  });
  const json = found.slice(offset, offset + limit).map((event) => ({
    actionType: event.action,
    actorId: 0,
    actorName: '',
    additionalComment: `${world.ownerName(event.userId)}: ${event.action} ${event.objectName}`.trim(),
    browserDetails: 'Mozilla/5.0',
    device: 'desktop',
    eventText: `${event.action} ${event.objectName}`,
    ipAddress: '127.0.0.1',
    objectId: event.objectId,
    objectName: event.objectName,
    objectType: event.objectType,
    time: twelveHourTime(event.time),
    userId: String(event.userId),
    userName: world.ownerName(event.userId),
    userType: 'USER',
  }));
  return { status: 200, json };
}

/** `2017-12-13 10:57:35 PM` */
function twelveHourTime(time: Date): string {
  const [day, clock = ''] = time.toISOString().slice(0, 19).split('T');
  const hour = Number(clock.slice(0, 2));
  return `${day} ${String(hour % 12 || 12).padStart(2, '0')}${clock.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}
