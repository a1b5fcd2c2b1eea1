import { act, setField } from '../acts.ts';
import type { SlackContext } from '../context.ts';
import type { Source } from '../payloads.ts';
import { closeView, submitView } from '../submit.ts';
import type { SlackPerson, SlackView } from '../types.ts';
import { chooseFound, offered, pressFound } from './elements.ts';
import { buttonsIn, type Found, fieldsIn, matches, matching, theOne } from './find.ts';
import { seeView } from './seen.ts';
import type { Person, TextMatch } from './types.ts';

const fieldLabel = (found: Found) => found.label;

/** What a person does in modals. */
export function createModalPart(ctx: SlackContext, person: SlackPerson) {
  const { views, workspace } = ctx;
  const open = () => {
    const view = views.top(person.id);
    return view ? seeView(ctx, view) : null;
  };
  /** An app that could not open a modal says why in a message. */
  const shown = () => open()?.text ?? `no modal; last message: ${lastMessage()?.text}`;
  const lastMessage = () =>
    workspace.messages.findLast(({ visibleTo }) => visibleTo === null || visibleTo === person.id);

  /** Waits for something to stand in the top modal; says what was there instead when it does not come. */
  async function waitFor(
    label: TextMatch,
    kind: string,
    find: (view: SlackView) => Found | null,
  ): Promise<[Source, Found]> {
    const look = (): [Source, Found] | null => {
      const view = views.top(person.id);
      const found = view && find(view);
      return view && found ? [{ in: 'view', view }, found] : null;
    };
    return workspace.until(look, { what: `${kind} ${String(label)} for ${person.name}` }).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}; they see:\n${shown()}`, { cause: error });
    });
  }
  const field = (label: TextMatch, row?: TextMatch) =>
    waitFor(label, 'the field', (view) => theOne(fieldsIn(workspace, view.blocks), label, row));

  const modal: Person['modal'] = async (match, { after, timeoutMs } = {}) => {
    const look = () => {
      const seen = open();
      if (!seen || (after && seen.id === after.id && seen.hash === after.hash)) return null;
      return match === undefined || matches(seen.text, match) ? seen : null;
    };
    const what = `a modal ${match === undefined ? '' : String(match)} for ${person.name}`;
    return workspace.until(look, { what, ...(timeoutMs !== undefined && { timeoutMs }) }).catch((error: unknown) => {
      throw new Error(`${(error as Error).message}; they see:\n${shown()}`, { cause: error });
    });
  };

  return {
    openModal: open,

    modal,

    dismiss: async (match, options) => {
      const seen = await modal(match, options);
      await closeView(ctx, person, 'all');
      return seen;
    },

    noModal: async (options = {}) => {
      await workspace.until(() => !views.top(person.id), { ...options, what: `no modal for ${person.name}` });
    },

    fill: async (label, text, { nth } = {}) => {
      const [source, { block, element }] = await (nth === undefined
        ? field(label)
        : waitFor(
            label,
            'the field',
            (view) => matching(fieldsIn(workspace, view.blocks), fieldLabel, label)[nth] ?? null,
          ));
      const { type } = element;
      if (type !== 'plain_text_input' && type !== 'number_input') throw new Error(`"${String(label)}" is a ${type}`);
      const value = text === '' ? null : text;
      setField(ctx, person, source, block.block_id, element.action_id ?? '', { type, value });
      if (block.type === 'input' && block.dispatch_action) {
        await act(ctx, person, source, block.block_id, element, { value });
      }
    },

    choose: async (label, option, options = {}) => {
      const [source, found] = await field(label, options.row);
      await chooseFound(ctx, person, source, found, [option], options);
    },

    chooseMany: async (label, wanted, options = {}) => {
      const [source, found] = await field(label, options.row);
      await chooseFound(ctx, person, source, found, wanted, options);
    },

    search: async (label, query) => {
      const [source, found] = await field(label);
      return (await offered(ctx, person, source, found, query)).map((option) => option.text.text);
    },

    pressInModal: async (label, options = {}) => {
      const [source, found] = await waitFor(label, 'the button', (view) =>
        theOne(buttonsIn(workspace, view.blocks), label, options.row),
      );
      return pressFound(ctx, person, source, found, options);
    },

    submit: async () => {
      const view = views.top(person.id);
      if (!view?.submit) throw new Error(`${person.name} has nothing to submit; they see:\n${shown()}`);
      await submitView(ctx, person, view);
      const seen = seeView(ctx, view);
      if (seen.trouble) throw new Error(seen.trouble);
      return Object.keys(seen.errors).length > 0 ? seen.errors : null;
    },

    closeModal: async (how = 'top') => closeView(ctx, person, how),
  } satisfies Partial<Person>;
}
