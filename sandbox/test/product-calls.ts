import type { DomoServer } from '../domo/server.ts';

/** A dataset as the product API shows it, as far as these tests look at it. */
export interface Shown {
  id: string;
  name: string;
  type: string;
  transportType: string;
  tags: string;
  owner: { id: string; name: string; type: string; group: boolean };
}

/** The calls that these tests make to the product API. */
export function productCalls(domo: DomoServer) {
  async function call<T>(path: string, init: RequestInit = {}) {
    const { url, token } = domo.product;
    const headers = { 'X-DOMO-Developer-Token': token, 'Content-Type': 'application/json', ...init.headers };
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, json: (isJson ? JSON.parse(text) : text) as T, headers: response.headers };
  }
  const get = async <T>(path: string) => (await call<T>(path)).json;
  const post = <T>(path: string, body: unknown) => call<T>(path, { method: 'POST', body: JSON.stringify(body) });
  const read = (id: string) => get<Shown>(`/api/data/v3/datasources/${id}`);
  const reassign = (ids: string[], owner: { userId: number } | { groupId: number }) =>
    post<{ failed: Record<string, unknown>; successful: string[] }>('/api/data/v1/ui/bulk/reassign', {
      type: 'DATA_SOURCE',
      ids,
      ...owner,
    });
  return { call, get, post, read, reassign };
}
