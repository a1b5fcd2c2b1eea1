import type { SeenMessage, SeenView } from '../slack/person/types.ts';
import { type StoryStepName, storySteps } from '../story-steps.ts';

/** Prints a story: what happens, and what each person has on their screen. */
export interface Teller {
  act(heading: string): void;
  /** What happens in a step of the story. */
  step(name: StoryStepName): void;
  /** One sentence of what someone does. */
  tells(sentence: string): void;
  /** `before`: the first line that matters no more to the story; it and what follows are left out. */
  shows(whose: string, seen: SeenMessage | SeenView | string, options?: { before?: string }): void;
}

export function createTeller(print: (line: string) => void): Teller {
  return {
    act: (heading) => print(`\n━━ ${heading} ${'━'.repeat(Math.max(4, 90 - heading.length))}`),
    step: (name) => print(storySteps[name].text),
    tells: print,
    shows(whose, seen, { before } = {}) {
      const lines = (typeof seen === 'string' ? seen : seen.text).split('\n');
      const end = before === undefined ? -1 : lines.findIndex((line) => line.startsWith(before));
      print(`  ┌ ${whose}`);
      const shown = end === -1 ? lines : [...lines.slice(0, end - 1), `${lines[end - 1]} …`];
      for (const line of shown) print(`  │ ${line}`);
    },
  };
}
