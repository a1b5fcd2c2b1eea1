/** What a process holds, as its `/metrics` tells. */
export interface Vitals {
  heapMb: number;
  openFiles: number;
  handles: number;
}

export async function vitalsAt(port: number): Promise<Vitals> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    heapMb: Math.round(figure('nodejs_heap_size_used_bytes') / 2 ** 20),
    openFiles: figure('process_open_fds'),
    handles: figure('nodejs_active_handles_total'),
  };
}

/** The least of each: garbage that is not collected yet is no growth. */
export function leastOf(seen: readonly Vitals[]): Vitals {
  const least = (of: (vitals: Vitals) => number) => Math.min(...seen.map(of));
  return {
    heapMb: least(({ heapMb }) => heapMb),
    openFiles: least(({ openFiles }) => openFiles),
    handles: least(({ handles }) => handles),
  };
}
