import { type Inline, parseMrkdwn } from './mrkdwn.ts';
import type { Workspace } from './workspace.ts';

/**
 * What a person reads of mrkdwn: `<@U…>` as @name, `<#C…>` as #channel, dates in UTC, links as their label, entities
 * resolved, and the marks of bold, italic, strike and code gone.
 */
export function readMrkdwn(workspace: Workspace, text: string): string {
  return parseMrkdwn(text)
    .map((part) => {
      if (part.type === 'pre') return part.text;
      const read = readInlines(workspace, part.children);
      return part.type === 'quote' ? read.replace(/^/gm, part.mark) : read;
    })
    .join('\n');
}

function readInlines(workspace: Workspace, inlines: Inline[]): string {
  return inlines.map((inline) => readInline(workspace, inline)).join('');
}

function readInline(workspace: Workspace, inline: Inline): string {
  switch (inline.type) {
    case 'text':
    case 'code':
      return inline.text;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'link':
      return readInlines(workspace, inline.children);
    case 'user':
      return readUser(workspace, inline.id);
    case 'group':
      return readGroup(workspace, inline.id);
    case 'channel':
      return readChannel(workspace, inline.id, inline.label);
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return readDate(inline.seconds, inline.format);
    case 'emoji':
      return `:${inline.name}:`;
  }
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
function readDate(seconds: number, format: string): string {
  const date = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) =>
    isDateToken(name) ? dateFormats[name].format(date) : token,
  );
}

function isDateToken(name: string): name is keyof typeof dateFormats {
  return Object.hasOwn(dateFormats, name);
}

/** A mention of someone, as people see it. */
function readUser(workspace: Workspace, id: string): string {
  if (id === workspace.app.botUserId) return `@${workspace.app.name}`;
  return `@${workspace.people.get(id)?.name ?? id}`;
}

function readGroup(workspace: Workspace, id: string): string {
  return `@${workspace.userGroups.get(id)?.handle ?? id}`;
}

/** `label`: what stands where the reader does not know the channel. */
function readChannel(workspace: Workspace, id: string, label: string | null): string {
  return `#${workspace.channels.get(id)?.name ?? label ?? id}`;
}
