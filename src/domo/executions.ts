import type { ExecutionAnswer } from './responses.ts';

/** Domo's own limit of this list. */
const pageSize = 500;

/**
 * Whether one of a stream's executions is under way. In which order Domo lists them isn't documented: only the newest can be
 * active, so a page that begins with it is enough, and else all are read. A list that repeats itself has ended.
 */
export async function hasActiveExecution(
  read: (limit: number, offset: number) => Promise<ExecutionAnswer[]>,
): Promise<boolean> {
  let first: number | undefined;
  for (let offset = 0; ; ) {
    const page = await read(pageSize, offset);
    if (page.some(({ currentState }) => currentState?.toUpperCase() === 'ACTIVE')) return true;
    const [newest, oldest] = [page[0]?.id ?? 0, page.at(-1)?.id ?? 0];
    if (page.length < pageSize || newest > oldest || newest === first) return false;
    first = newest;
    offset += page.length;
  }
}
