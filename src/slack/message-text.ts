/** What a message of Slack's can hold besides text: `<@U1>`, `<!here>`, `<#C1|general>`, `<https://…|label>`. */
const tokens = /<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g;
/** Each is asked of Slack. */
const mostNames = 10;

/** What people read of a message that they wrote, as plain text: names in place of ids, links with their addresses. */
export async function messageText(text: string, nameOf: (slackId: string) => Promise<string>): Promise<string> {
  const mentioned = [...text.matchAll(tokens)].flatMap(([, sign, id]) => (sign === '@' && id ? [id] : []));
  const ids = [...new Set(mentioned)].slice(0, mostNames);
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await nameOf(id)] as const)));
  const plain = text.replace(tokens, (_, sign: string, what: string, label?: string) => {
    if (sign === '@') return `@${names.get(what) ?? label ?? what}`;
    if (sign === '#') return `#${label ?? what}`;
    if (sign === '!') return label ?? `@${what}`;
    const address = what.replace(/^(?:mailto|tel):/, '');
    return label === undefined || label === address ? address : `${label} (${address})`;
  });
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
