import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import { z } from 'zod';

const dataset = z.looseObject({ id: z.string(), name: z.string(), owner: z.object({ id: z.number() }).optional() });

export interface ScriptResult {
  calls: number;
  written: number;
  ms: number;
}

export interface ScriptOptions {
  fromId: number;
  toId: number;
  requestsPerSecond: number;
  atOnce?: number;
  readsBack?: boolean;
}

/**
 * What people run today: list everything, keep what the leaver owns, and PUT the new owner on each. Nothing is asked, read
 * again or written down, unless it `readsBack` each. So many are done `atOnce`. It keeps to the same rate as the app, so that times compare;
 * scripts in the wild know none.
 */
export async function plainScript(
  env: Record<string, string>,
  { fromId, toId, requestsPerSecond, atOnce = 1, readsBack = false }: ScriptOptions,
): Promise<ScriptResult> {
  const { DOMO_API_URL: url = '', DOMO_CLIENT_ID: id = '', DOMO_CLIENT_SECRET: secret = '' } = env;
  const basic = Buffer.from(`${id}:${secret}`).toString('base64');
  const answer = await fetch(`${url}/oauth/token?grant_type=client_credentials&scope=data%20user`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const started = performance.now();
  let calls = 0;

  async function call(path: string, init: RequestInit = {}): Promise<unknown> {
    const due = started + (calls * 1_000) / requestsPerSecond;
    calls += 1;
    await delay(Math.max(0, due - performance.now()));
    const response = await fetch(`${url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  const mine: z.infer<typeof dataset>[] = [];
  for (let offset = 0; ; ) {
    const page = z.array(dataset).parse(await call(`/v1/datasets?limit=50&offset=${offset}&sort=name`));
    if (page.length === 0) break;
    mine.push(...page.filter(({ owner }) => owner?.id === fromId));
    offset += page.length;
  }
  const handOver = async ({ id, name }: z.infer<typeof dataset>) => {
    const body = JSON.stringify({ name, owner: { id: toId } });
    await call(`/v1/datasets/${id}`, { method: 'PUT', body });
    if (!readsBack) return;
    const { owner } = dataset.parse(await call(`/v1/datasets/${id}`));
    if (owner?.id !== toId) throw new Error(`${id} is not theirs`);
  };
  await pMap(mine, handOver, { concurrency: atOnce });
  return { calls, written: mine.length, ms: performance.now() - started };
}
