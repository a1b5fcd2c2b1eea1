/**
 * Where a process is as it sends a statement: what it writes and to which table. Undefined: it only reads, or looks for a job, as it
 * does all the time.
 */
export function placeOfStatement(statement: string): string | undefined {
  const text = statement
    .replaceAll(/["\s]+/g, ' ')
    .trim()
    .toLowerCase();
  if (/^(commit|rollback)\b/.test(text)) return text.split(/\W/)[0];
  const made = /^(?:create|alter) (?:unique )?\w+/.exec(text)?.[0];
  if (made !== undefined) return made;
  const [, deed = '', table = ''] = /\b(insert into|update|delete from) ([\w.]+)/.exec(text) ?? [];
  if (table === '' || /\bfor (?:no key )?$/.test(text.slice(0, text.indexOf(deed)))) return undefined;
  if (!table.startsWith('pgboss')) return `${deed} ${table}`;
  if (table !== 'pgboss.job') return undefined;
  if (deed === 'insert into') return 'enqueue a job';
  return text.includes('completed_on = ') ? 'complete a job' : undefined;
}

/** Where a process is as it calls somebody: the method, and the path without what is another in each call. */
export function placeOfCall(method: string, url: string): string {
  const { pathname } = new URL(url);
  const slack = /\/api\/([a-z]+\.[\w.]+)$/i.exec(pathname)?.[1];
  if (slack !== undefined) return slack;
  return `${method} ${pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replaceAll(/\/(?:\d+|[\w-]{24,})(?=\/|$)/g, '/:n')}`;
}
