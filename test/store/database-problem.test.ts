import { DrizzleQueryError } from 'drizzle-orm';
import { databaseReason, explainPostgres } from '../../src/store/database-problem.ts';

/** As drizzle wraps what pg threw. */
function failed(cause: Error, code?: string): Error {
  return new DrizzleQueryError('select 1', [], code === undefined ? cause : Object.assign(cause, { code }));
}

test('the reason is the driver’s, not the statement', () => {
  expect(databaseReason(failed(new Error('permission denied for schema public')))).toBe(
    'permission denied for schema public',
  );
  const each = ['::1', '127.0.0.1'].map((address) => new Error(`connect ECONNREFUSED ${address}:5432`));
  expect(databaseReason(failed(new AggregateError(each)))).toBe('connect ECONNREFUSED ::1:5432');
});

test.each([
  ['ECONNREFUSED', /Check that the server is running/],
  ['ENOTFOUND', /Check that the server is running/],
  ['28P01', /Check the user and the password/],
  ['3D000', /Make that database/],
  ['42501', /needs to own its database/],
  ['57P03', /Try again once/],
])('%s is a sentence that says what to do', (code, sentence) => {
  const told = explainPostgres(failed(new Error('no'), code), 'run');
  expect(told).toMatchObject({ name: 'StartupError', message: expect.stringMatching(sentence) });
});

test('what comes without a code, and what no person can mend', () => {
  expect(explainPostgres(failed(new Error('timeout exceeded when trying to connect')), 'run').name).toBe(
    'StartupError',
  );
  expect(explainPostgres(failed(new Error('denied'), '42501'), 'read').message).toContain('docs/audit.md');
  const ours = failed(new Error('syntax error'), '42601');
  expect(explainPostgres(ours, 'run')).toBe(ours);
});
