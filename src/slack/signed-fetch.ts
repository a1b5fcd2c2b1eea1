/**
 * A `fetch` for a client of the SDK, which keeps the token that it was `made` with: its calls go out with the one that is good
 * by then.
 */
export function signedFetch(made: string, current: () => string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    if (headers.get('authorization') === `Bearer ${made}`) headers.set('authorization', `Bearer ${current()}`);
    return fetch(input, { ...init, headers });
  };
}
