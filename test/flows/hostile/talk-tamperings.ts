import { sql } from 'drizzle-orm';
import { afterFreeze, own, stranger, type Tampering } from './tampering.ts';

/** Before there is a card nobody says anything. */
const onceSaid = afterFreeze;

export const talkTamperings: Record<string, Tampering[]> = {
  questions: [
    {
      what: 'one added',
      by: (id) => sql`
        insert into questions (id, request_id, asker, text, asked_at, submission_key)
        values (gen_random_uuid(), ${id}, ${stranger}, 'Fine by you?', now(), gen_random_uuid()::text)`,
      verdict: /a question on #/,
    },
    {
      what: 'one changed',
      by: (id) => sql`update questions set text = 'x' where request_id = ${id}`,
      verdict: onceSaid(/a question on #/),
    },
    {
      what: 'whose one is',
      by: (id) => sql`update questions set asker = ${stranger} where request_id = ${id}`,
      verdict: onceSaid(/a question on #/),
    },
    {
      what: 'an answer changed',
      by: (id) => sql`update questions set answer = 'x', answered_by = ${stranger} where request_id = ${id}`,
      verdict: onceSaid(/an answer on #/),
    },
    {
      what: 'an answer removed',
      by: (id) => sql`update questions set answer = null, answered_by = null where request_id = ${id}`,
      verdict: onceSaid(/an answer on #/),
    },
    {
      what: 'all removed',
      by: (id) => sql`delete from ${own('questions', id)}`,
      verdict: onceSaid(/a question on #\d+; an answer on #/),
    },
  ],
  replies: [
    {
      what: 'one added',
      by: (id) => sql`insert into replies values ('C0123456789', ${id}::text, ${id}, ${stranger}, 'Fine!', now())`,
      verdict: /a reply to #/,
    },
    {
      what: 'one changed',
      by: (id) => sql`update replies set text = 'x' where request_id = ${id}`,
      verdict: onceSaid(/a reply to #/),
    },
    {
      what: 'all removed',
      by: (id) => sql`delete from ${own('replies', id)}`,
      verdict: onceSaid(/a reply to #/),
    },
  ],
};
