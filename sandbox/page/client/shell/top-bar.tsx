import { useBusyAct } from '../state/acting.ts';
import type { Link } from '../state/follow-sandbox.ts';
import { usePage } from '../state/page-context.ts';
import { PeopleBar } from './people-bar.tsx';
import type { StoryView } from './story.tsx';

const stateWords = { running: 'running', starting: 'starting…', stopped: 'stopped', unknown: 'out of reach' };

/** Who you are, and how the app is. */
export function TopBar({ story, link }: { story: StoryView; link: Link }) {
  const { snapshot } = usePage();
  const { busy, run } = useBusyAct();
  const { app } = snapshot;
  const appState = link === 'lost' ? 'unknown' : snapshot.appState;
  return (
    <header class="top">
      <h1>
        Domo Steward <span>sandbox</span>
      </h1>
      <PeopleBar />
      <div class="app-state">
        {!story.shown && (
          <button type="button" class="button small" onClick={story.show}>
            Story
          </button>
        )}
        <span class={`state-dot ${appState}`} role="status">
          <span class="unseen">{app.name} is </span>
          <span class="state-words">{stateWords[appState]}</span>
        </span>
        <button
          type="button"
          class="button small"
          title="kill -9: ends the app as a power cut would, and starts it again"
          aria-busy={busy || undefined}
          aria-disabled={busy || undefined}
          onClick={() => !busy && void run({ do: 'restart' })}
        >
          Restart<span class="of-what"> the app</span> <code>kill -9</code>
        </button>
      </div>
    </header>
  );
}
