import { randomUUID } from 'node:crypto';
import type { NewRequest } from '../../src/store/requests.ts';

/** A request as `submit` stores it. */
export function newRow(different: Partial<NewRequest> = {}): NewRequest {
  return {
    id: randomUUID(),
    kind: 'owner',
    state: 'preparing',
    requester: { slackId: 'U1', name: 'Ada' },
    reason: 'Ada leaves',
    form: {},
    customer: 'acme',
    createdAt: new Date('2026-03-01T12:00:00Z'),
    ...different,
  };
}
