import type { CheckedView } from './block-kit/check-view.ts';
import { fieldValues } from './field-values.ts';
import type { Ids } from './ids.ts';
import type { SlackView } from './types.ts';
import type { Workspace } from './workspace.ts';

const deepestStack = 3;

/** Which modals are open for whom, one stack a person, and each person's Home. */
export interface Views {
  open(personId: string, view: CheckedView): SlackView;
  /** Null when three views are open already. */
  push(personId: string, view: CheckedView): SlackView | null;
  /** Replaces what a view shows; fields that stay the same keep what they hold. */
  update(view: SlackView, to: CheckedView): void;
  publish(personId: string, view: CheckedView): SlackView;
  /** An open modal, or a published Home. */
  byId(id: string): SlackView | undefined;
  byExternalId(externalId: string): SlackView | undefined;
  top(personId: string): SlackView | undefined;
  home(personId: string): SlackView | undefined;
  /** From the root up. */
  stack(personId: string): SlackView[];
  /** Closes the top view, or all; resolves to those closed, top first. */
  close(personId: string, how: 'top' | 'all'): SlackView[];
  /** Marks a view as answered by the app: with errors beside fields, or trouble. */
  answered(view: SlackView, answer: { errors?: Record<string, string>; trouble?: string | null }): void;
}

export function createViews(workspace: Workspace, ids: Ids): Views {
  const stacks = new Map<string, SlackView[]>();
  const homes = new Map<string, SlackView>();
  const stackOf = (personId: string) => stacks.get(personId) ?? [];
  const all = () => [...[...stacks.values()].flat(), ...homes.values()];

  function make(personId: string, view: CheckedView, below: SlackView | undefined): SlackView {
    const id = ids.next('V');
    return {
      ...view,
      id,
      personId,
      hash: ids.hash(),
      rootViewId: below?.rootViewId ?? id,
      previousViewId: below?.id ?? null,
      values: fieldValues(view.blocks),
      errors: {},
      trouble: null,
    };
  }

  return {
    open: (personId, view) => {
      const opened = make(personId, view, undefined);
      stacks.set(personId, [opened]);
      workspace.emit({ type: 'view', view: opened, how: 'opened' });
      return opened;
    },
    push: (personId, view) => {
      const stack = stackOf(personId);
      if (stack.length >= deepestStack) return null;
      const pushed = make(personId, view, stack.at(-1));
      stacks.set(personId, [...stack, pushed]);
      workspace.emit({ type: 'view', view: pushed, how: 'opened' });
      return pushed;
    },
    update: (view, to) => {
      const values = fieldValues(to.blocks, view.values);
      Object.assign(view, to, { values, hash: ids.hash(), errors: {}, trouble: null });
      workspace.emit(view.type === 'home' ? { type: 'home', view } : { type: 'view', view, how: 'updated' });
    },
    publish: (personId, view) => {
      const before = homes.get(personId);
      const home = make(personId, view, undefined);
      if (before) Object.assign(home, { id: before.id, rootViewId: before.id });
      home.values = fieldValues(view.blocks, before?.values);
      homes.set(personId, home);
      workspace.emit({ type: 'home', view: home });
      return home;
    },
    byId: (id) => all().find((view) => view.id === id),
    byExternalId: (externalId) => all().find((view) => view.externalId === externalId),
    top: (personId) => stackOf(personId).at(-1),
    home: (personId) => homes.get(personId),
    stack: (personId) => [...stackOf(personId)],
    close: (personId, how) => {
      const stack = stackOf(personId);
      const closed = how === 'all' ? stack.toReversed() : stack.slice(-1);
      stacks.set(personId, how === 'all' ? [] : stack.slice(0, -1));
      for (const view of closed) workspace.emit({ type: 'view', view, how: 'closed' });
      return closed;
    },
    answered: (view, { errors = {}, trouble = null }) => {
      Object.assign(view, { errors, trouble });
      workspace.emit({ type: 'view', view, how: 'answered' });
    },
  };
}
