import { placeOfCall, placeOfStatement } from './place.ts';

test.each([
  ['begin', undefined],
  ['commit', 'commit'],
  ['ROLLBACK', 'rollback'],
  ['select "id" from "requests" where "id" = $1 for update', undefined],
  ['select 1 from pgboss.queue for no key update of q', undefined],
  ['insert into "audit" ("seq") values ($1)', 'insert into audit'],
  ['with "kept" as (insert into "audit_names" values ($1)) insert into "audit" values ($2)', 'insert into audit_names'],
  ['update "requests" set "state" = $1', 'update requests'],
  ['delete from "holds" where true', 'delete from holds'],
  ['\n  CREATE UNIQUE INDEX "one" ON "two" ("three")', 'create unique index'],
  ['INSERT INTO pgboss.job (name) VALUES ($1)', 'enqueue a job'],
  ['UPDATE pgboss.job SET completed_on = pgboss.job_now()', 'complete a job'],
  ['UPDATE pgboss.job j SET state = $1', undefined],
  ['UPDATE pgboss.queue SET monitor_on = now()', undefined],
])('%s', (statement, place) => expect(placeOfStatement(statement)).toBe(place));

test.each([
  ['POST', 'http://localhost:1/api/chat.postMessage', 'chat.postMessage'],
  ['PUT', 'http://localhost:1/v1/datasets/000007d1-5eed-4000-8000-000000000001', 'PUT /v1/datasets/:id'],
  ['GET', 'http://localhost:1/v1/users/2001?a=b', 'GET /v1/users/:n'],
])('%s %s', (method, url, place) => expect(placeOfCall(method, url)).toBe(place));
