import { asc, eq } from 'drizzle-orm';
import type { Person } from '../change/types.ts';
import type { Handle } from './database.ts';
import { questions } from './tables.ts';

export type QuestionRow = typeof questions.$inferSelect;

/** Of one request, oldest first; of the same millisecond by id, so that every reader has the same order. */
export async function questionsOn(q: Handle, requestId: string): Promise<QuestionRow[]> {
  return q
    .select()
    .from(questions)
    .where(eq(questions.requestId, requestId))
    .orderBy(asc(questions.askedAt), asc(questions.id));
}

export async function findQuestion(q: Handle, id: string): Promise<QuestionRow | undefined> {
  const [row] = await q.select().from(questions).where(eq(questions.id, id));
  return row;
}

/** False: the same form has asked it already. */
export async function insertQuestion(
  q: Handle,
  question: Pick<QuestionRow, 'id' | 'requestId' | 'asker' | 'text' | 'askedAt' | 'submissionKey'>,
): Promise<boolean> {
  const made = await q.insert(questions).values(question).onConflictDoNothing().returning({ id: questions.id });
  return made.length > 0;
}

export async function saveAnswer(
  q: Handle,
  id: string,
  answer: { answer: string; answeredBy: Person; answeredAt: Date },
): Promise<void> {
  await q.update(questions).set(answer).where(eq(questions.id, id));
}
