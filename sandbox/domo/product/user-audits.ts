import { type ApiCall, pageNumber } from '../api.ts';
import { actionOf, linesOf } from '../audit.ts';
import { ApiError, type Reply } from '../reply.ts';
import type { WorldEvent } from '../types.ts';
import type { ProductEndpoint, ProductInstance } from './endpoint.ts';

const path = '/api/audit/v1/user-audits';

export const userAuditEndpoints: readonly ProductEndpoint[] = [
  { method: 'GET', path, handle: list },
  { method: 'GET', path: `${path}/count`, handle: countThem },
  { method: 'GET', path: `${path}/objectTypes`, handle: objectTypes },
  { method: 'GET', path: `${path}/objectTypes/:type/eventTypes`, handle: eventTypes },
];

function list(call: ApiCall, instance: ProductInstance): Reply {
  const limit = pageNumber(call.query, 'limit', 300, 1000);
  const offset = pageNumber(call.query, 'offset', 0);
  const found = askedFor(call, instance).slice(offset, offset + limit);
  return { status: 200, json: found.map((event) => view(event, call, instance)) };
}

function countThem(call: ApiCall, instance: ProductInstance): Reply {
  return { status: 200, json: { count: askedFor(call, instance).length } };
}

/** Several types with commas between them find nothing, and nothing says so. */
function askedFor(call: ApiCall, instance: ProductInstance): WorldEvent[] {
  const { query } = call;
  if (!query.has('end')) throw new ApiError(400, 'end is needed');
  const [type, objectId, eventType] = ['objectType', 'objectId', 'eventType'].map((name) => query.get(name));
  return linesOf(call, instance).filter(
    (event) =>
      (!type || event.objectType === type) &&
      (!objectId || event.objectId === objectId) &&
      (!eventType || actionOf(event, call, instance) === eventType),
  );
}

/** Times in ms, unlike those of the public API. */
function view(event: WorldEvent, call: ApiCall, instance: ProductInstance): object {
  const { userId, objectType, objectId, objectName, time } = event;
  const userName = instance.world.ownerName(userId, 'USER');
  const actionType = actionOf(event, call, instance);
  return {
    userName,
    userId: String(userId),
    userType: 'USER',
    actorId: 0,
    actorName: '',
    actionType,
    objectType,
    objectId,
    objectName,
    additionalComment: `${userName}: ${actionType} ${objectName}`,
    eventText: `${actionType} ${objectName}`,
    time: time.getTime(),
    authenticationMethod: 'HMAC_TOKEN',
    ipAddress: '127.0.0.1',
    device: 'desktop',
    browserDetails: 'Mozilla/5.0',
  };
}

const knownTypes = ['DATA_SOURCE', 'DATAFLOW_TYPE', 'ACCOUNT', 'GROUP', 'STREAM', 'USER'];

function objectTypes(call: ApiCall, { faults }: ProductInstance): Reply {
  const objects = faults.strike('audit_types_as_objects', call) !== undefined;
  return { status: 200, json: objects ? knownTypes.map((type) => ({ type, translation: type })) : knownTypes };
}

function eventTypes(call: ApiCall, instance: ProductInstance): Reply {
  const about = { userId: 0, objectType: 'DATA_SOURCE' as const, objectId: '', objectName: '', time: new Date(0) };
  const kinds = ['owner', 'columns', 'other', 'deleted', 'viewed'] as const;
  const types = new Set(kinds.map((kind) => actionOf({ ...about, kind }, call, instance)));
  return { status: 200, json: [...types].map((type) => ({ type, translation: type.toLowerCase() })) };
}
