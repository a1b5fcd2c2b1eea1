import { createShowDate } from './dates.ts';
import { type Inline, parseMrkdwn } from './mrkdwn.ts';
import type { Workspace } from './workspace.ts';

const showDate = createShowDate('UTC');

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
      return showDate(inline.seconds, inline.format);
    case 'emoji':
      return `:${inline.name}:`;
  }
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
