import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Snapshot } from '../../protocol.ts';
import { usePage } from '../state/page-context.ts';
import { type Route, writeRoute } from '../state/route.ts';

export interface StoryView {
  shown: boolean;
  show(): void;
  hide(): void;
}

interface Step {
  title: string;
  text: ComponentChildren;
  /** Where the step begins. */
  goes: string;
  to(snapshot: Snapshot): Pick<Route, 'person' | 'place'>;
}

const steps: Step[] = [
  {
    title: 'Ask for a change',
    text: (
      <>
        You are <b>Sophie</b>. Leonhard Euler has left, and his datasets need a new owner. In <b>#general</b> type{' '}
        <code>/domo-owner</code>, choose <b>Leonhard Euler</b> and, as new owner, <b>Carl Friedrich Gauss</b>, say why,
        and click <b>Request change</b>.
      </>
    ),
    goes: 'Be Sophie in #general',
    to: (snapshot) => ({ person: personAs(snapshot, 'requester'), place: channelNamed(snapshot, 'general') }),
  },
  {
    title: 'Try to approve it yourself',
    text: (
      <>
        The request stands in <b>#domo-changes</b>. Click <b>Approve</b>, still as Sophie: you are told, privately,
        which rule stops you.
      </>
    ),
    goes: 'Be Sophie in #domo-changes',
    to: (snapshot) => ({ person: personAs(snapshot, 'requester'), place: channelNamed(snapshot, 'domo-changes') }),
  },
  {
    title: 'Have a steward approve it',
    text: (
      <>
        Switch on <b>Slow</b> under <b>Domo</b>, so that there is time to watch. Then be <b>Emmy</b> and click{' '}
        <b>Approve</b>: each dataset is read, written, and read again.
      </>
    ),
    goes: 'Be Emmy in #domo-changes',
    to: (snapshot) => ({ person: personAs(snapshot, 'steward'), place: channelNamed(snapshot, 'domo-changes') }),
  },
  {
    title: 'Pull the plug',
    text: (
      <>
        In the middle of the run, click <b>Restart the app</b> at the top: it is killed and starts again. The run goes
        on automatically, and the card says “changed and checked” once every dataset is. Was it over already? Click{' '}
        <b>Undo</b> on the card, and kill that run.
      </>
    ),
    goes: 'Be Emmy in #domo-changes',
    to: (snapshot) => ({ person: personAs(snapshot, 'steward'), place: channelNamed(snapshot, 'domo-changes') }),
  },
  {
    title: 'Let nobody decide',
    text: (
      <>
        Ask for one more change, as Sophie. Then move the app’s clock, under <b>Domo</b>: <b>5 hours later</b> stewards
        are reminded, <b>a day later</b> Carl is asked too, as fallback approver, and <b>6 days later</b> everyone is
        called once more. Another <b>5 hours later</b> the request expires.
      </>
    ),
    goes: 'Be Sophie in #general',
    to: (snapshot) => ({ person: personAs(snapshot, 'requester'), place: channelNamed(snapshot, 'general') }),
  },
];

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
  const { done } = snapshot.story;
  const step = steps[done];
  const target = step?.to(snapshot);
  return (
    <section class="story" aria-label="Guided story">
      <ol class="story-steps">
        {steps.map(({ title }, index) => (
          <li
            key={title}
            class={index < done ? 'done' : index === done ? 'now' : ''}
            aria-current={index === done ? 'step' : undefined}
          >
            <span class="story-mark">{index < done ? '✓' : index + 1}</span>
            <span class="story-title">{title}</span>
            {index < done && <span class="unseen"> (done)</span>}
          </li>
        ))}
      </ol>
      <p>
        {step
          ? step.text
          : 'That is the whole story: asked, refused, approved, killed in the middle and finished all the same, and one that nobody decided. The rest is yours to try.'}
      </p>
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
            {step.goes}
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
