import type { Act } from '../../act.ts';
import type { ActAnswer, Patch, Push, Snapshot } from '../../protocol.ts';

export type Link = 'connecting' | 'open' | 'lost';

export interface Following {
  act(act: Act): Promise<ActAnswer>;
  stop(): void;
}

/** Between two tries to reach the sandbox again, in ms. */
const retryMs = 700;

/**
 * Follows the sandbox as one person. The connection comes back by itself, with a whole new snapshot: whatever was missed
 * meanwhile is in it.
 */
export function followSandbox(
  personId: string,
  heard: { link(link: Link): void; snapshot(snapshot: Snapshot): void; patches(patches: Patch[]): void },
): Following {
  let socket: WebSocket | undefined;
  let timer: number | undefined;
  let stopped = false;

  function connect(): void {
    const { protocol, host } = window.location;
    socket = new WebSocket(`${protocol.replace('http', 'ws')}//${host}/follow?as=${encodeURIComponent(personId)}`);
    socket.onmessage = ({ data }) => {
      const push = JSON.parse(String(data)) as Push;
      if ('snapshot' in push) {
        heard.link('open');
        heard.snapshot(push.snapshot);
      } else heard.patches(push.patches);
    };
    socket.onclose = () => {
      if (stopped) return;
      heard.link('lost');
      timer = window.setTimeout(connect, retryMs);
    };
  }
  connect();

  return {
    act: (act) => sendAct(personId, act),
    stop: () => {
      stopped = true;
      window.clearTimeout(timer);
      socket?.close();
    },
  };
}

async function sendAct(as: string, act: Act): Promise<ActAnswer> {
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, act }),
      // What was typed last is still sent when the tab closes.
      keepalive: true,
    });
    if (!response.ok) return { ok: false, error: await response.text() };
    return (await response.json()) as ActAnswer;
  } catch {
    return { ok: false, error: 'The sandbox isn’t answering. Is it still running?' };
  }
}

/** Asks the page's server for something; null when it does not answer. */
export async function ask<T>(path: string, query: Record<string, string>): Promise<T | null> {
  try {
    const response = await fetch(`${path}?${new URLSearchParams(query)}`);
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
