import type { DomoServer } from '../domo/server.ts';

/** The fields that these tests look at; what is really there is what they test. */
export interface Shown {
  id: string;
  name: string;
  columns: number;
  schema: { columns: unknown[] };
  owner: { id: number };
  dataSet: { id: string };
  pdpEnabled: boolean;
  message: string;
  error: string;
  access_token: string;
}

/** The calls that these tests make, with a token of their own each. */
export function callsTo(domo: DomoServer) {
  const basic = () => `Basic ${btoa(`${domo.clientId}:${domo.clientSecret}`)}`;

  async function token(scope = 'data user audit'): Promise<string> {
    const query = new URLSearchParams({ grant_type: 'client_credentials', scope });
    const response = await fetch(`${domo.url}/oauth/token?${query}`, { headers: { Authorization: basic() } });
    return ((await response.json()) as Shown).access_token;
  }

  async function call<T = Shown>(
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; json: T; headers: Headers }> {
    const headers = { Authorization: `bearer ${await token()}`, 'Content-Type': 'application/json', ...init.headers };
    const response = await fetch(`${domo.url}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const json = isJson ? JSON.parse(text) : text;
    return { status: response.status, json, headers: response.headers };
  }

  const get = async <T = Shown>(path: string) => (await call<T>(path)).json;
  const list = (path: string) => get<Shown[]>(path);
  const put = (id: string, body: unknown) =>
    call(`/v1/datasets/${id}`, { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) });

  return { basic, token, call, get, list, put };
}
