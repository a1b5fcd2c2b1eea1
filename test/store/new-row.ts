import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../src/store/database.ts';
import * as requests from '../../src/store/requests.ts';

type NewRequest = Omit<requests.NewRequest, 'number'>;

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

/** Stores it under the next number, as `submit` does; undefined: its form has made one already. */
export async function insertRequest(tx: Transaction, row: NewRequest): Promise<requests.RequestRow | undefined> {
  const { number } = await requests.takeNumber(tx, row.submissionKey ?? '', { also: sql`1`, more: sql`1` });
  return number === undefined ? undefined : (await requests.insertRequest(tx, { ...row, number }))[0];
}
