import { type SQL, sql } from 'drizzle-orm';
import { firstLeaver } from '../../support/requests.ts';
import { talkTamperings } from './talk-tamperings.ts';
import { afterFreeze, own, removed, stranger, type Tampering } from './tampering.ts';

/** A dataset that nobody asks for. */
export const planted = { id: 'bbbbbbbb-5eed-4000-8000-000000000001', ownerId: firstLeaver + 90 };
const whileVoted = afterFreeze(/the vote of U0/);
const broken = /entry|Its content|It does not continue/;
const another = sql`'00000000-0000-4000-8000-000000000001'`;
const job = (name: string, data: SQL) => sql`insert into pgboss.job (name, data) values (${name}, ${data}::jsonb)`;
const jobOf = (name: string, id: SQL) => job(name, sql`jsonb_build_object('requestId', ${id})`);

const changed = (what: string, set: SQL, verdict: Tampering['verdict'] = /who asked for #/): Tampering => ({
  what: `${what} changed`,
  by: (id) => sql`update requests set ${set} where id = ${id}`,
  verdict,
});

/** By table; those of one table are all done to one request, so the last one must leave it there. */
export const tamperings: Record<string, Tampering[]> = {
  requests: [
    changed('who asked', sql`requester = ${stranger}`),
    changed('the form', sql`form = jsonb_set(form, '{toId}', '31')`),
    changed('the reason', sql`reason = 'Another one'`),
    changed('the kind', sql`kind = case kind when 'owner' then 'schema' else 'owner' end`),
    changed('the number', sql`number = number + 1000`),
    changed('when it was asked for', sql`created_at = created_at + interval '30 days'`),
    changed('the facts', sql`facts = '{"risks": ["safe"]}'`, afterFreeze(/the plan of #/)),
    changed('the instance', sql`customer = 'physicists'`, afterFreeze(/the plan of #/)),
    changed('the fingerprint', sql`fingerprint = 'f00'`, afterFreeze(/the plan of #/)),
    changed('who stopped it', sql`stopped_by = ${stranger}`, /the Stop of #/),
    changed(
      'for whom fallback approvers count',
      sql`escalated = '["every change"]'`,
      /that fallback approvers count for/,
    ),
    { ...changed('the state', sql`state = 'rejected'`, /which is rejected here/), onlyLooked: true },
    {
      what: 'one added',
      by: (id) => sql`
        insert into requests (id, number, kind, state, requester, reason, form, customer, created_at, fingerprint)
        select ${another}, number + 5000, kind, 'approved', requester, reason, form, customer, created_at, fingerprint
        from requests where id = ${id} on conflict do nothing`,
      verdict: /which is approved here/,
    },
    {
      what: 'one removed',
      by: (id) => removed(id, [...ofRequests, 'pings']),
      verdict: /#\d+, which is not here/,
      onlyLooked: true,
    },
  ],
  items: [
    {
      what: 'one changed',
      by: (id) => sql`
        update items set change = jsonb_set(change, '{after}', '{"id": 31, "name": "Sophie Germain"}')
        where request_id = ${id} and position = 1`,
      verdict: afterFreeze(/the plan of #/),
    },
    {
      what: 'a door changed',
      by: (id) => sql`update items set door = 'product' where request_id = ${id} and position = 1`,
      verdict: afterFreeze(/the plan of #/),
    },
    {
      what: 'one added',
      by: (id) => sql`
        insert into items (request_id, position, dataset_id, dataset_name, pdp, change, state)
        values (${id}, 9, 'bbbbbbbb-5eed-4000-8000-000000000001', 'Planted', false, ${JSON.stringify({
          kind: 'owner',
          before: { id: firstLeaver + 90, name: 'x' },
          after: { id: 28, name: 'Carl' },
        })}::jsonb, 'waiting')`,
      verdict: afterFreeze(/the plan of #/),
    },
    {
      what: 'one removed',
      by: (id) => sql`delete from ${own('items', id)} and position = 0`,
      verdict: afterFreeze(/the plan of #/),
    },
  ],
  votes: [
    {
      what: 'one changed',
      by: (id) => sql`update votes set fingerprint = 'f00' where request_id = ${id}`,
      verdict: whileVoted,
    },
    {
      what: 'whose one is',
      by: (id) => sql`update votes set voter = ${stranger} where request_id = ${id}`,
      verdict: whileVoted,
    },
    { what: 'all removed', by: (id) => sql`delete from ${own('votes', id)}`, verdict: whileVoted },
    {
      what: 'two added',
      by: (id) => sql`
        insert into votes (request_id, slack_id, voter, choice, fingerprint, policy_hash, at)
        select ${id}, who, jsonb_build_object('slackId', who, 'name', 'x'), 'approve', coalesce(fingerprint, ''), '', now()
        from requests, unnest(array['U0BLAISE001', 'U0CARL00001']) who where id = ${id}`,
      verdict: /the vote of U0/,
    },
  ],
  uses: [
    {
      what: 'one added',
      by: (id) => sql`insert into uses values (${id}, 0, 'card', '1', 'Planted', 28, 'Carl', null, 'sure')`,
      verdict: 'fine',
    },
    { what: 'one changed', by: (id) => sql`update uses set name = 'x' where request_id = ${id}`, verdict: 'fine' },
    { what: 'all removed', by: (id) => sql`delete from ${own('uses', id)}`, verdict: 'fine' },
  ],
  holds: [
    {
      what: 'one changed',
      by: (id) => sql`update holds set dataset_id = ${another} || ${id}::text where dataset_id in
        (select min(dataset_id) from ${own('holds', id)})`,
      verdict: 'fine',
    },
    {
      what: 'one added',
      by: (id) => sql`insert into holds values ('added ' || ${id}::text, ${id})`,
      verdict: 'fine',
    },
    { what: 'all removed', by: (id) => sql`delete from ${own('holds', id)}`, verdict: 'fine' },
  ],
  hand_work: [
    {
      what: 'one added that nobody has',
      by: (id) => sql`
        insert into hand_work (request_id, since, until, held_at, next_read_at)
        select ${id}, now(), now() + interval '1 day', now(), now() where ${id} is not null on conflict do nothing`,
      verdict: 'fine',
    },
    {
      what: 'one added that somebody has',
      by: (id) => sql`
        insert into hand_work (request_id, since, until, held_at, next_read_at, holder)
        select ${id}, now(), now() + interval '1 day', now(), now(), ${stranger} where ${id} is not null
        on conflict (request_id) do update set holder = excluded.holder`,
      verdict: /who does #\d+ by hand/,
    },
  ],
  ...talkTamperings,
  messages: [
    {
      what: 'one added',
      by: (id) => sql`
        insert into messages (request_id, purpose, channel, ts) values (${id}, 'card', 'C0123456789', '1.000001')
        on conflict do nothing`,
      verdict: 'fine',
    },
    {
      what: 'one changed',
      by: (id) => sql`update messages set ts = '1.000002' where request_id = ${id}`,
      verdict: 'fine',
    },
    { what: 'all removed', by: (id) => sql`delete from ${own('messages', id)}`, verdict: 'fine' },
  ],
  pings: [
    {
      what: 'one added',
      by: (id) => sql`
        insert into pings (request_id, slack_id, why) select ${id}, 'U0BLAISE001', 'asked' where ${id} is not null
        on conflict do nothing`,
      verdict: 'fine',
    },
    { what: 'all removed', by: () => sql`delete from pings`, verdict: 'fine' },
  ],
  preferences: [
    {
      what: 'one added',
      by: () => sql`insert into preferences values ('U0BLAISE001', 'never') on conflict do nothing`,
      verdict: 'fine',
    },
  ],
  'pgboss.job': [
    { what: 'all removed', by: () => sql`delete from pgboss.job`, verdict: 'fine' },
    { what: 'a run added', by: (id) => jobOf('apply', id), verdict: 'fine' },
    { what: 'the same again', by: (id) => jobOf('apply', id), verdict: 'fine' },
    { what: 'a preparation added', by: (id) => jobOf('prepare', id), verdict: 'fine' },
    {
      what: 'one of no request',
      by: () => job('apply', sql`'{"requestId": "5f7c1a1e-2b53-4c1c-9c1d-3f1a2b4c5d6e"}'`),
      verdict: 'fine',
    },
    { what: 'one that says nothing', by: () => job('apply', sql`'{"requestId": 5}'`), verdict: 'fine' },
    {
      what: 'one changed',
      by: (id) => sql`update pgboss.job set data = jsonb_build_object('requestId', ${id}) where name = 'prepare'`,
      verdict: 'fine',
    },
  ],
  settings: [
    {
      what: 'one added',
      by: () => sql`insert into settings values ('x', 'y') on conflict do nothing`,
      verdict: 'fine',
    },
  ],
  activity: [
    {
      what: 'one added',
      by: () => sql`
        insert into activity (digest, dataset_id, action, by, said_at, words, seen_at)
        values ('x', ${planted.id}, 'UPDATED', '{"name": "Karl"}', '2026-01-01T00:00:00', 'x', now()) on conflict do nothing`,
      verdict: 'fine',
    },
    { what: 'all removed', by: () => sql`delete from activity`, verdict: 'fine' },
  ],
  leases: [
    {
      what: 'one added',
      by: () =>
        sql`insert into leases values ('sync', gen_random_uuid(), now() + interval '1 minute') on conflict do nothing`,
      verdict: 'fine',
      // For that minute nobody reads Domo anew: requests are refused by a catalog from which people were removed.
      onlyLooked: true,
    },
  ],
  homes: [
    {
      what: 'one added',
      by: () => sql`insert into homes values ('U0SOPHIE001', now(), 'x') on conflict do nothing`,
      verdict: 'fine',
    },
  ],
  drafts: [
    {
      what: 'one added',
      by: () => sql`insert into drafts values (gen_random_uuid(), 'U0SOPHIE001', 'x', 0, '5', now())`,
      verdict: 'fine',
    },
  ],
  syncs: [
    {
      what: 'one added',
      by: () =>
        sql`insert into syncs (started_at, finished_at) values (now() + interval '1 hour', now() + interval '2 hours')`,
      verdict: 'fine',
    },
  ],
  datasets: [
    {
      what: 'one given to others',
      by: () =>
        sql`update datasets set name = 'Renamed', owner_id = ${firstLeaver} where owner_id = ${planted.ownerId}`,
      verdict: 'fine',
    },
  ],
  domo_users: [
    {
      what: 'all changed',
      by: () => sql`update domo_users set email = id || '@example.com', standing = 'active'`,
      verdict: 'fine',
    },
  ],
  audit_names: [
    { what: 'all changed', by: () => sql`update audit_names set value = '"x"'`, verdict: /was changed/ },
    { what: 'all removed', by: () => sql`delete from audit_names`, verdict: 'fine' },
  ],
  audit: [
    {
      what: 'one changed',
      onlyLooked: true,
      by: (id) => sql`update audit set detail = '{}' where request_id = ${id} and event = 'request_preparing'`,
      verdict: broken,
    },
    {
      what: 'one removed',
      onlyLooked: true,
      by: (id) => sql`delete from audit where request_id = ${id} and event = 'request_preparing'`,
      verdict: broken,
    },
    {
      what: 'one added',
      onlyLooked: true,
      by: (id) => sql`
        insert into audit select max(seq) + 1, now(), 'request_approved', ${id}, 1, null, null, '{}', 'p', 'h' from audit`,
      verdict: broken,
    },
  ],
};

/** Whose rows belong to a request; of the others all are tampered with at once. */
export const ofRequests = [
  'requests',
  'items',
  'votes',
  'holds',
  'hand_work',
  'questions',
  'replies',
  'messages',
  'uses',
  'pgboss.job',
];
