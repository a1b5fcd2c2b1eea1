import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type StoryStep, storyOrder, storySteps } from '../../../story-steps.ts';
import type { Snapshot } from '../../protocol.ts';
import { usePage } from '../state/page-context.ts';
import { type Route, writeRoute } from '../state/route.ts';

export interface StoryView {
  shown: boolean;
  show(): void;
  hide(): void;
}

/** Whether the story is shown: until it is put away, in this browser and for this run of the sandbox. */
export function useStory(): StoryView {
  const { snapshot } = usePage();
  const key = `story hidden ${snapshot.run}`;
  const [hidden, setHidden] = useState(() => localStorage.getItem(key) !== null);
  return {
    shown: !hidden,
    show: () => {
      localStorage.removeItem(key);
      setHidden(false);
    },
    hide: () => {
      localStorage.setItem(key, 'yes');
      setHidden(true);
    },
  };
}

/** The guided story: what to do next, and what is done. */
export function StoryCard({ story }: { story: StoryView }) {
  const { snapshot, route } = usePage();
  // Whoever is there already is led on to where one types.
  const isAt = ({ person, place }: Pick<Route, 'person' | 'place'>) =>
    route.person === person && route.place === place && route.thread === null && route.panel === 'talk';
  if (!story.shown) return null;
  const done = new Set(snapshot.story.done);
  const now = storyOrder.find((name) => !done.has(name));
  const step: StoryStep | undefined = now && storySteps[now];
  const target = step && whereTo(snapshot, step);
  return (
    <section class="story" aria-label="Guided story">
      <ol class="story-steps">
        {storyOrder.map((name, index) => (
          <li
            key={name}
            class={done.has(name) ? 'done' : name === now ? 'now' : ''}
            aria-current={name === now ? 'step' : undefined}
          >
            <span class="story-mark">{done.has(name) ? '✓' : index + 1}</span>
            <span class="story-title">{storySteps[name].title}</span>
            {done.has(name) && <span class="unseen"> (done)</span>}
          </li>
        ))}
      </ol>
      {step ? (
        <p>
          {step.text} {marked(step.hint)}
        </p>
      ) : (
        <p>That is the whole story. The rest is yours to try.</p>
      )}
      <div class="story-buttons">
        {step && target && (
          <a
            class="button small primary"
            href={writeRoute({ ...target, thread: null, panel: 'talk' })}
            onClick={(event) => {
              if (!isAt(target)) return;
              event.preventDefault();
              document.querySelector<HTMLElement>('.stream .composer textarea, .main .home')?.focus();
            }}
          >
            {goes(snapshot, step, target.person)}
          </a>
        )}
        <button type="button" class="button small" onClick={story.hide}>
          {step ? 'Put the story away' : 'Done'}
        </button>
      </div>
    </section>
  );
}

function personAs({ people }: Snapshot, role: string): string {
  return people.find((person) => person.role === role)?.id ?? '';
}

function channelNamed({ channels }: Snapshot, name: string): string {
  return channels.find((channel) => channel.name === name)?.id ?? '';
}

/** The name of the person, and where they are to go. */
function goes({ people }: Snapshot, { at }: StoryStep, id: string): string {
  const name = people.find((person) => person.id === id)?.name.split(' ')[0] ?? '';
  return `Be ${name} ${at === 'home' ? 'at Home' : `in #${at}`}`;
}

function whereTo(snapshot: Snapshot, { as, at }: StoryStep): Pick<Route, 'person' | 'place'> {
  return { person: personAs(snapshot, as), place: at === 'home' ? at : channelNamed(snapshot, at) };
}

/** What stands in backticks is on the screen so. */
function marked(text: string): ComponentChildren {
  return text.split('`').map((part, at) => (at % 2 === 0 ? part : <b key={part}>{part}</b>));
}
