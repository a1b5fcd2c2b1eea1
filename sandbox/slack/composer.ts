import type { Workspace } from './workspace.ts';

/**
 * What Slack's composer makes of a typed slash command's text. Control characters become entities. With `should_escape`,
 * @names, #channels, e-mails and links become `<@U…|handle>`, `<#C…|name>`, `<mailto:…|…>` and `<https://…>`.
 * People who are deactivated can't be mentioned: their name stays text.
 */
export function commandText(workspace: Workspace, typed: string, shouldEscape: boolean): string {
  const text = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!shouldEscape) return text;
  const linked = text
    .replace(/\bhttps?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(?<![\w.:@/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (email) => `<mailto:${email}|${email}>`);
  return mentionables(workspace, linked).reduce((result, [name, entity]) => mention(result, name, entity), linked);
}

function mention(text: string, name: string, entity: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<=^|\\s)${escaped}(?![\\w.-])`, 'gi'), () => entity);
}

/** Names that stand in a text and what they turn into, the longest first; a name that two people have is not offered. */
function mentionables(workspace: Workspace, text: string): [string, string][] {
  if (!/[@#]/.test(text)) return [];
  const people = [...workspace.people.values()].filter((person) => person.standing !== 'deactivated');
  const names = people.flatMap((person): [string, string][] => [
    [`@${person.handle}`, `<@${person.id}|${person.handle}>`],
    [`@${person.name}`, `<@${person.id}|${person.handle}>`],
  ]);
  const groups = [...workspace.userGroups.values()].map((group): [string, string] => [
    `@${group.handle}`,
    `<!subteam^${group.id}|@${group.handle}>`,
  ]);
  const channels = [...workspace.channels.values()]
    .filter((channel) => channel.kind !== 'im')
    .map((channel): [string, string] => [`#${channel.name}`, `<#${channel.id}|${channel.name}>`]);
  const typed = text.toLowerCase();
  const named = [...names, ...groups, ...channels].filter(([name]) => typed.includes(name.toLowerCase()));
  return named
    .filter(([name]) => named.filter(([other]) => other === name).length === 1)
    .toSorted(([a], [b]) => b.length - a.length);
}
