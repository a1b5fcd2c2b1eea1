import type { SeenMessage, SeenView } from '../slack/person/types.ts';

/** Prints a story: what happens, and what each person has on their screen. */
export interface Teller {
  act(heading: string): void;
  /** One sentence of what someone does. */
  tells(sentence: string): void;
  shows(whose: string, seen: SeenMessage | SeenView | string): void;
}

export function createTeller(print: (line: string) => void): Teller {
  return {
    act: (heading) => print(`\n━━ ${heading} ${'━'.repeat(Math.max(4, 90 - heading.length))}`),
    tells: (sentence) => print(`\n${sentence}`),
    shows(whose, seen) {
      print(`  ┌─ ${whose}`);
      for (const line of textOf(seen).split('\n')) print(`  │ ${line}`);
      print('  └─');
    },
  };
}

function textOf(seen: SeenMessage | SeenView | string): string {
  if (typeof seen === 'string') return seen;
  return 'title' in seen ? `${seen.title}\n${seen.text}` : seen.text;
}
