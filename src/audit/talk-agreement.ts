import { createHash } from 'node:crypto';
import { inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '../store/database.ts';
import { questions, replies } from '../store/tables.ts';
import type { AuditRow } from './chain.ts';
import { createLoggedStates } from './logged-states.ts';
import { withNames } from './names.ts';

/** Tells that something is otherwise; `explained`: something that came into the log since may account for it. */
export type Differ = (what: string, explained?: () => boolean) => void;

/** What people say about requests, in the log and in its tables: who said it, about which request, and in which words. */
export interface TalkAgreement {
  /** `names`: the texts that lie beside the log, by digest. */
  note(row: AuditRow, names: ReadonlyMap<string, unknown>): void;
  /** Looks at all that is kept of these requests. */
  compare(reader: Reader, requests: { id: string; number: number }[], differ: Differ): Promise<void>;
  /** Once all requests were compared: what the log has and no table. */
  compareRest(differ: Differ): void;
}

const words = { question: 'a question on', answer: 'an answer on', reply: 'a reply to' } as const;
type Said = keyof typeof words;

const nothing = 'nothing';

const events: Record<string, Said> = {
  question: 'question',
  answer: 'answer',
  reply: 'reply',
  reply_edited: 'reply',
  reply_deleted: 'reply',
};

/** `comment`: words, or their digest where they were erased. */
const told = z.looseObject({
  question: z.string().optional(),
  ts: z.string().optional(),
  comment: z.unknown().optional(),
});

/** `head`: up to where the log was noted before the tables are read. */
export function createTalkAgreement(head: number): TalkAgreement {
  const states = createLoggedStates(head, nothing);
  /** What the log has and no table showed yet. */
  const unseen = new Map<string, { said: Said; number: number | null }>();

  function compareOne(
    said: Said,
    key: string,
    number: number,
    [who, digest]: [string | null, string | null],
    differ: Differ,
  ) {
    unseen.delete(key);
    const agrees = () =>
      digest === null
        ? states.agrees(key, nothing)
        : states.agrees(key, `${who} ${digest}`) || states.agrees(key, `${who} erased`);
    if (!agrees()) differ(`${words[said]} #${number}`, agrees);
  }

  return {
    note({ requestId, number, event, actor, detail, seq }, names) {
      const said = events[event];
      if (said === undefined) return;
      const { question, ts, comment = '' } = told.parse(withNames(detail, names));
      const key = keyOf(said, requestId, question ?? ts);
      const isGone = event === 'reply_deleted';
      const digest = typeof comment === 'string' ? digestOf(comment) : 'erased';
      states.note(key, isGone ? nothing : `${actor?.slackId} ${digest}`, seq);
      if (isGone || seq > head) unseen.delete(key);
      else unseen.set(key, { said, number });
    },

    async compare(reader, requests, differ) {
      const numbers = new Map(requests.map(({ id, number }) => [id, number]));
      const ids = [...numbers.keys()];
      for (const { requestId, id, asker, text, answerer, answer } of await questionsOf(reader, ids)) {
        const number = numbers.get(requestId) ?? 0;
        compareOne('question', keyOf('question', requestId, id), number, [asker, text], differ);
        compareOne('answer', keyOf('answer', requestId, id), number, [answerer, answer], differ);
      }
      for (const { requestId, ts, author, text } of await repliesOf(reader, ids)) {
        compareOne('reply', keyOf('reply', requestId, ts), numbers.get(requestId) ?? 0, [author, text], differ);
      }
    },

    compareRest(differ) {
      for (const [key, { said, number }] of unseen) {
        differ(`${words[said]} #${number}`, () => states.agrees(key, nothing));
      }
    },
  };
}

function keyOf(said: Said, requestId: string | null, id: string | undefined): string {
  return `${said} ${requestId} ${id}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function questionsOf(reader: Reader, requestIds: string[]) {
  return reader
    .select({
      requestId: questions.requestId,
      id: questions.id,
      asker: slackIdIn(sql`${questions.asker}`),
      text: digestIn(sql`${questions.text}`),
      answerer: slackIdIn(sql`${questions.answeredBy}`),
      answer: digestIn(sql`${questions.answer}`),
    })
    .from(questions)
    .where(inArray(questions.requestId, requestIds));
}

function repliesOf(reader: Reader, requestIds: string[]) {
  return reader
    .select({
      requestId: replies.requestId,
      ts: replies.ts,
      author: slackIdIn(sql`${replies.author}`),
      text: digestIn(sql`${replies.text}`),
    })
    .from(replies)
    .where(inArray(replies.requestId, requestIds));
}

function slackIdIn(person: SQL): SQL<string | null> {
  return sql<string | null>`${person} ->> 'slackId'`;
}

/** Instead of the text, which may be long. */
function digestIn(text: SQL): SQL<string | null> {
  return sql<string | null>`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
}
