import { coerceError } from '../../errors.ts';
import { NotifierUnavailable } from '../../workflow/ports.ts';
import type { Delivery } from './delivery.ts';
import type { ListenerDeps } from './deps.ts';
import type { Telling } from './reply.ts';

type ExplainDeps = Pick<ListenerDeps, 'logger' | 'newReference'>;

/** Logs what a handler threw, and has it told as a sentence with a code that is in the log. */
export async function explain(
  { logger, newReference }: ExplainDeps,
  { slackId, name }: Delivery,
  thrown: unknown,
  tell: (telling: Telling, reference: string) => Promise<void> | undefined,
): Promise<void> {
  const reference = newReference();
  const err = coerceError(thrown);
  const passing = err instanceof NotifierUnavailable;
  logger[passing ? 'warn' : 'error']({ err, reference, listener: name, slackId }, 'a listener failed');
  const words = passing
    ? `${err.message} Try again in a moment. (Code ${reference})`
    : `Something went wrong. Try again; if it keeps happening, give an admin this code: ${reference}`;
  try {
    await tell({ title: 'Something went wrong', words, level: 'error' }, reference);
  } catch (failure) {
    logger.error({ err: coerceError(failure), reference, listener: name }, 'the failure could not be told');
  }
}
