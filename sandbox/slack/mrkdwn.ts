import type { Workspace } from './workspace.ts';

/**
 * What a person reads of mrkdwn: `<@U…>` as @name, `<#C…>` as #channel, dates in UTC, links as their label, entities
 * resolved, and the marks of bold, italic, strike and code gone.
 */
export function readMrkdwn(workspace: Workspace, text: string): string {
  const held: string[] = [];
  const hold = (shown: string) => `\u0000${held.push(shown) - 1}\u0000`;
  const linked = text.replace(/<([^<>\n]+)>/g, (_, inner: string) => hold(readLink(workspace, inner)));
  const bare = withoutEntities(withoutMarks(linked));
  return bare.replace(/\0(\d+)\0/g, (_, index: string) => held[Number(index)] ?? '');
}

const day = { day: 'numeric', year: 'numeric' } as const;

// Made once: a formatter costs a hundred times what its use does.
const dateFormats = {
  date: formatter({ month: 'long', ...day }),
  date_short: formatter({ month: 'short', ...day }),
  date_long: formatter({ weekday: 'long', month: 'long', ...day }),
  date_pretty: formatter({ month: 'long', ...day }),
  date_short_pretty: formatter({ month: 'short', ...day }),
  date_long_pretty: formatter({ weekday: 'long', month: 'long', ...day }),
  time: formatter({ hour: 'numeric', minute: '2-digit' }),
  time_secs: formatter({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  date_num: { format: (date: Date) => date.toISOString().slice(0, 10) },
  ago: { format: (date: Date) => `at ${date.toISOString()}` },
};

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options });
}

/** A point in time as Slack's date tokens show it, in UTC. */
export function readDate(seconds: number, format: string): string {
  const date = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) =>
    isDateToken(name) ? dateFormats[name].format(date) : token,
  );
}

function isDateToken(name: string): name is keyof typeof dateFormats {
  return Object.hasOwn(dateFormats, name);
}

/** A mention of someone, as people see it. */
export function readUser(workspace: Workspace, id: string): string {
  if (id === workspace.app.botUserId) return `@${workspace.app.name}`;
  return `@${workspace.people.get(id)?.name ?? id}`;
}

export function readGroup(workspace: Workspace, id: string): string {
  return `@${workspace.userGroups.get(id)?.handle ?? id}`;
}

function readLink(workspace: Workspace, inner: string): string {
  const [target = '', label] = splitOnce(inner, '|');
  if (target.startsWith('@')) return readUser(workspace, target.slice(1));
  if (target.startsWith('#')) return `#${workspace.channels.get(target.slice(1))?.name ?? label ?? target.slice(1)}`;
  if (target.startsWith('!subteam^')) return readGroup(workspace, target.slice('!subteam^'.length));
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = ''] = target.split('^');
    return label === undefined ? `<${inner}>` : readDate(Number(seconds), withoutEntities(format));
  }
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return withoutEntities(label ?? target);
}

function withoutMarks(text: string): string {
  return text
    .replace(/```([\s\S]+?)```/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(?<![\w*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\w_])/g, '$1')
    .replace(/(?<![\w~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\w~])/g, '$1');
}

function withoutEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
