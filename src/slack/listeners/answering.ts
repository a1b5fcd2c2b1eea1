import { createInOrder, type InOrder } from '../in-order.ts';
import {
  type BoltArgs,
  type Delivery,
  type MenuQuery,
  readClick,
  readCommand,
  readQuery,
  readShortcut,
} from './delivery.ts';
import type { AnsweringDeps } from './deps.ts';
import { explain } from './explain.ts';
import { answerForm, type FormWork } from './form.ts';
import { isTold, type Suggestions, type Work } from './reply.ts';
import { show, tellPrivately } from './show.ts';

type Listener = (args: BoltArgs) => Promise<void>;

/**
 * Makes listeners for Bolt of handlers: the only place, with `form.ts`, that acknowledges deliveries, keeps Slack's time,
 * shows what handlers come to, and explains failures, each in one message.
 */
export function answering(deps: AnsweringDeps) {
  // Not the queue of `deps`: sending a form waits in this one under the form's id while its handler waits in that one under the same.
  const answersInOrder = createInOrder();

  async function answer(from: Delivery, work: Work<Delivery>): Promise<void> {
    let told = false;
    try {
      const reply = await work(from);
      await show(deps, from, reply);
      told = isTold(reply);
      await reply.after?.();
    } catch (thrown) {
      // Once the person has their answer, what could not be done behind it is no news to them.
      await explain(deps, from, thrown, (telling) => (told ? undefined : tellPrivately(deps, from, telling)));
    }
  }

  /** Acknowledged before anything else: nothing is to be stored first, and Slack shows an error when this comes late. */
  function ackFirst(read: typeof readCommand, work: Work<Delivery>, order?: InOrder): Listener {
    return async ({ body, ack, respond }) => {
      const from = read(body, respond);
      await ack();
      if (order === undefined || from.view === undefined) return answer(from, work);
      await order(from.view.id, () => answer(from, work));
    };
  }

  return {
    command: (work: Work<Delivery>) => ackFirst(readCommand, work),
    shortcut: (work: Work<Delivery>) => ackFirst(readShortcut, work),
    /** A button, or a choice in a menu. */
    click: (work: Work<Delivery>) => ackFirst(readClick, work),
    /** As `click`; what two clicks in one form show comes in their order, and before what sending the form comes to. */
    clickInOrder: (work: Work<Delivery>) => ackFirst(readClick, work, answersInOrder),

    /** As `click`, and what was clicked is stored before it is acknowledged. */
    storedClick: (work: Work<Delivery>): Listener => {
      return async ({ body, ack, respond }) => {
        const from = readClick(body, respond);
        const late = setTimeout(ack, deps.ackWithin);
        await answer(from, async () => {
          try {
            return await work(from);
          } finally {
            clearTimeout(late);
            await ack();
          }
        });
      };
    },

    /** A form that was sent. */
    form:
      (work: FormWork): Listener =>
      (args) =>
        answerForm({ ...deps, answersInOrder }, args, work),

    /** What a menu offers for what was typed. One that is not found in time is empty. */
    menu: (work: (query: MenuQuery) => Promise<Suggestions>) => {
      return async ({ body, ack }: { body: unknown; ack: (found: Suggestions) => Promise<void> }): Promise<void> => {
        const query = readQuery(body);
        const none = () => ack({ options: [] });
        const late = setTimeout(none, deps.ackWithin);
        try {
          await ack(await work(query));
        } finally {
          clearTimeout(late);
          await none();
        }
      };
    },
  };
}
