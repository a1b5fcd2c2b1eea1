import { coerceError } from '../../errors.ts';
import { NotifierUnavailable } from '../../workflow/ports.ts';
import { fieldIds } from '../ids.ts';
import { messageView } from '../views/message-view.ts';
import { type ListenerDeps, type Turn, tellPrivately } from './turn.ts';

const title = 'Something went wrong';
const tooSlow = 'Slack was slow, and nothing was done yet. Try again.';

/**
 * Runs what a person asked for. Whatever goes wrong reaches them as a sentence, with a reference that is in the log; the
 * delivery is acknowledged in time whatever happens. `kind` says how a failure can be shown.
 */
export async function runTurn(
  deps: ListenerDeps,
  name: string,
  turn: Turn,
  kind: 'submission' | 'other',
  work: () => Promise<void>,
): Promise<void> {
  // A submission's ack closes the form, so one that has no effect yet keeps it: it can be sent again, and is done once.
  const late = () => {
    if (kind === 'submission' && turn.begun()) return;
    void acknowledge(deps, turn, kind === 'submission' ? keepingForm(turn, tooSlow) : undefined);
  };
  const timer = setTimeout(late, deps.ackWithin);
  try {
    await work();
  } catch (thrown) {
    await explain(deps, name, turn, kind, thrown);
  } finally {
    clearTimeout(timer);
    await acknowledge(deps, turn);
  }
}

async function explain(deps: ListenerDeps, name: string, turn: Turn, kind: string, thrown: unknown): Promise<void> {
  const reference = deps.newReference();
  const err = coerceError(thrown);
  const passing = err instanceof NotifierUnavailable;
  deps.logger[passing ? 'warn' : 'error'](
    { err, reference, listener: name, slackId: turn.slackId },
    'a listener failed',
  );
  const words = passing
    ? `${err.message} Try again in a moment. (Reference ${reference})`
    : `Something went wrong here, and it is in the log as ${reference}. Try again; if it stays so, tell an admin that reference.`;
  try {
    if (kind === 'submission' && !turn.acked()) await turn.ack(keepingForm(turn, words));
    else await tellPrivately(deps, turn, { title, words, level: 'error' });
  } catch (failure) {
    deps.logger.error({ err: coerceError(failure), reference, listener: name }, 'the failure could not be told');
  }
}

/** Nothing that was typed is lost: the form stays, with the sentence beside a field, or above it when it has none. */
function keepingForm({ fields = [] }: Turn, words: string): object {
  const field = fields.includes(fieldIds.reason) ? fieldIds.reason : fields[0];
  if (field !== undefined) return { response_action: 'errors', errors: { [field]: words } };
  return { response_action: 'push', view: messageView(title, words, 'error', 'section') };
}

async function acknowledge(deps: ListenerDeps, turn: Turn, answer?: object): Promise<void> {
  if (turn.acked()) return;
  try {
    await turn.ack(answer);
  } catch (err) {
    deps.logger.warn({ err: coerceError(err), slackId: turn.slackId }, 'a delivery was acknowledged too late');
  }
}
