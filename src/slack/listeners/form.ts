import { coerceError } from '../../errors.ts';
import { callSlack } from '../call-slack.ts';
import { fieldIds } from '../ids.ts';
import type { InOrder } from '../in-order.ts';
import { escapeMrkdwn } from '../text.ts';
import { messageView } from '../views/message-view.ts';
import { sentence } from '../views/sentence.ts';
import { type BoltArgs, readSent, type Sent } from './delivery.ts';
import type { AnsweringDeps } from './deps.ts';
import { explain } from './explain.ts';
import { isTold, notDone, type Reply } from './reply.ts';
import { updateModal } from './show.ts';

/** What a form that was sent comes to: told at once; or what has an effect, which is begun in time or never. */
export type FormReply = Reply | { save: () => Promise<Reply> };

export type FormWork = (from: Sent) => Promise<FormReply>;

export interface FormDeps extends AnsweringDeps {
  /** By modal, the lowest of those above each other. */
  answersInOrder: InOrder;
}

const underWay = messageView('One moment', 'Still working. This window will update.');
const unsaved = 'That took too long and nothing was saved. Please try again.';

/**
 * Slack waits 3 s for what a form comes to. One that is late and had no effect yet stays open, says so, and has none. One
 * whose effect is under way says that; what comes of it is shown in its place, or in a DM once the person has closed it.
 */
export async function answerForm(deps: FormDeps, { body, ack }: BoltArgs, work: FormWork): Promise<void> {
  const from = readSent(body);
  let saving = false;
  let acked = false;
  let told = false;
  const acknowledge = (reply: Reply) => {
    acked = true;
    clearTimeout(late);
    return ack(responseTo(reply) as never);
  };
  /** They were told that nothing was saved: then nothing is. */
  let isTooLate = false;
  const late = setTimeout(() => {
    isTooLate = !saving;
    return acknowledge(saving ? { view: underWay } : staying(from, unsaved));
  }, deps.ackWithin);
  try {
    const reply = await deps.answersInOrder(from.view.root_view_id ?? from.view.id, async (): Promise<Reply> => {
      const read: FormReply = isTooLate ? {} : await work(from);
      if (isTooLate) return {};
      if (!('save' in read)) return read;
      saving = true;
      return read.save();
    });
    if (isTooLate) return;
    await (acked ? showLate(deps, from, reply) : acknowledge(reply));
    told = isTold(reply);
    await reply.after?.();
  } catch (thrown) {
    await explain(deps, from, thrown, (telling, reference) => {
      if (isTooLate || told) return undefined;
      if (!acked) return acknowledge(staying(from, telling.words));
      return showLate(deps, from, { tell: saving ? unsure(reference) : telling });
    });
  }
}

/** Slack's words for it. Undefined closes the form. */
function responseTo({ errors, view, open, tell }: Reply): object | undefined {
  if (errors !== undefined) return { response_action: 'errors', errors };
  if (open !== undefined) return { response_action: 'push', view: open.view };
  const shown = view ?? (tell && messageView(tell.title, tell.words));
  return shown && { response_action: 'update', view: shown };
}

/** Nothing that was typed is lost: the form stays, with the sentence beside a field, or above it when it has none. */
function staying({ view }: Sent, words: string): Reply {
  const fields = Object.keys(view.state.values);
  const field = fields.includes(fieldIds.reason) ? fieldIds.reason : fields[0];
  if (field !== undefined) return { errors: { [field]: words } };
  return { open: { view: messageView('Something went wrong', words), late: {} } };
}

function unsure(reference: string): Reply['tell'] {
  const words = `I can't tell if that worked. Check \`/domo-owner list\` before trying again. (Code ${reference})`;
  return { title: 'Please check', words, level: 'warning' };
}

/** What was done stays done, whether or not it can be shown. */
async function showLate(deps: AnsweringDeps, { view: { id }, slackId }: Sent, reply: Reply): Promise<void> {
  const { errors, view } = reply;
  const { tell } = errors === undefined ? reply : notDone(Object.values(errors).map(escapeMrkdwn).join('\n'));
  const saved = { title: 'Saved', words: 'You can close this window.' };
  const { title, words } = tell ?? saved;
  try {
    if (await updateModal(deps, id, view ?? messageView(title, words))) return;
  } catch (thrown) {
    deps.logger.warn({ err: coerceError(thrown), slackId }, 'what a form came to could not be shown');
  }
  // Of what succeeded another message tells.
  if (tell === undefined) return;
  const { text, blocks } = sentence(words);
  await callSlack(() => deps.client.web.chat.postMessage({ channel: slackId, text, blocks, unfurl_links: false }));
}
