import type { Snapshot } from '../../protocol.ts';
import type { Choice } from '../elements/choice.ts';

/** Something that the composer offers in place of what stands before the caret. */
export interface Completion extends Choice {
  /** What is written for it. */
  insert: string;
  /** Whether it is written already: then Enter sends. */
  whole: boolean;
}

const most = 8;

/** What fits the word before the caret: a slash command at the very start, or someone after an @. */
export function completionsFor(text: string, caret: number, snapshot: Snapshot): Completion[] {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return commands(before, snapshot);
  const at = /(?:^|\s)@([^\s@]*)$/.exec(before);
  return at ? people(at[1] ?? '', snapshot) : [];
}

/** The text with the choice in it, and where the caret goes. */
export function completed(text: string, caret: number, { insert }: Completion): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(/\S*$/, '');
  const after = text.slice(caret).replace(/^ /, '');
  return { text: `${before}${insert} ${after}`, caret: before.length + insert.length + 1 };
}

function commands(typed: string, { commands: all, app }: Snapshot): Completion[] {
  return all
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, description, usageHint }) => ({
      key: command,
      text: usageHint ? `${command}  ${usageHint}` : command,
      note: description ? `${description} · ${app.name}` : app.name,
      insert: command,
      whole: command === typed,
    }));
}

/** Those who are gone can't be mentioned. */
function people(typed: string, snapshot: Snapshot): Completion[] {
  const wanted = typed.toLowerCase();
  const here = snapshot.people.filter(({ standing }) => standing !== 'deactivated');
  const found = [
    ...here.map((each) => ({
      key: each.id,
      text: each.name,
      note: [`@${each.handle}`, each.email].filter(Boolean).join(' · '),
      handle: each.handle,
    })),
    ...snapshot.groups.map((each) => ({ key: each.id, text: each.name, note: `@${each.handle}`, handle: each.handle })),
  ];
  return found
    .filter(
      ({ text, handle }) =>
        `${text} ${handle}`
          .toLowerCase()
          .split(/[\s.]+/)
          .some((word) => word.startsWith(wanted)) || handle.startsWith(wanted),
    )
    .slice(0, most)
    .map(({ handle, ...choice }) => ({ ...choice, insert: `@${handle}`, whole: handle === typed }));
}
