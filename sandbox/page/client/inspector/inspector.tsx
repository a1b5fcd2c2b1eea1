import { useState } from 'preact/hooks';
import type { TrafficLine } from '../../protocol.ts';
import { ask } from '../state/follow-sandbox.ts';
import { usePage } from '../state/page-context.ts';
import { clockWithSeconds } from '../text/dates.ts';

/** Lines shown at once: the latest. */
const shownAtOnce = 150;

/** Everything between Slack and the app: how long each ack took, and what real Slack would refuse. */
export function Inspector() {
  const { snapshot } = usePage();
  const [onlyRefused, setOnlyRefused] = useState(false);
  const refused = snapshot.traffic.filter(({ status }) => status === 'refused');
  const lines = (onlyRefused ? refused : snapshot.traffic).toReversed().slice(0, shownAtOnce);
  return (
    <section class="inspector" aria-label="Inspector">
      <div class="inspector-head">
        <p>Each delivery to the app, with its ack against Slack’s 3 s, and each call of the app.</p>
        <label>
          <input
            type="checkbox"
            checked={onlyRefused}
            onChange={(event) => setOnlyRefused(event.currentTarget.checked)}
          />{' '}
          Only what Slack would refuse ({refused.length})
        </label>
      </div>
      <ol class="traffic">
        {lines.map((line) => (
          <TrafficRow key={line.id} line={line} />
        ))}
        {lines.length === 0 && <li class="empty">{onlyRefused ? 'Nothing was refused.' : 'Nothing yet.'}</li>}
      </ol>
    </section>
  );
}

function TrafficRow({ line }: { line: TrafficLine }) {
  const [detail, setDetail] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  async function toggle(): Promise<void> {
    setOpen(!isOpen);
    if (!isOpen) setDetail(JSON.stringify(await ask('/traffic', { id: line.id }), null, 2));
  }
  const isIn = line.way === 'to the app';
  return (
    <li class={`traffic-line ${line.status}`}>
      <button type="button" class="traffic-head" aria-expanded={isOpen} onClick={() => void toggle()}>
        <span class="way" title={isIn ? 'Slack to the app' : 'The app to Slack'}>
          <span aria-hidden="true">{isIn ? '→' : '←'}</span>
          <span class="unseen">{isIn ? 'Slack to the app' : 'The app to Slack'}</span>
        </span>
        <span class="traffic-name">
          {line.name}
          {line.who && <small> {line.who}</small>}
        </span>
        <AckTime line={line} />
        <time dateTime={line.at}>{clockWithSeconds(new Date(line.at))}</time>
        {line.note && <span class="traffic-note">{line.note}</span>}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      {isOpen && <pre tabIndex={0}>{detail ?? 'Loading…'}</pre>}
    </li>
  );
}

function AckTime({ line: { ms, limitMs, status } }: { line: TrafficLine }) {
  const words =
    ms === null ? (status === 'waiting' ? 'waiting…' : '') : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (limitMs === null || ms === null) return <span class="ms">{words}</span>;
  const share = Math.min(100, (ms / limitMs) * 100);
  return (
    <span class="ms" title={`${words} of ${limitMs / 1000} s`}>
      {words}
      <span class="ack-bar" aria-hidden="true">
        <span style={{ width: `${Math.max(2, share)}%` }} class={share > 66 ? 'late' : ''} />
      </span>
    </span>
  );
}
