import type { DomoCallLine } from '../../protocol.ts';
import { Scroll } from '../shell/scroll.tsx';
import { clockWithSeconds } from '../text/dates.ts';

const shownAtOnce = 100;
const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}/;

/** The requests that the app made to Domo, the latest first. */
export function RequestLog({ calls }: { calls: DomoCallLine[] }) {
  return (
    <Scroll class="log" label="Requests to Domo">
      {calls.length === 0 && <p class="empty">The app has not asked Domo for anything yet.</p>}
      <ol>
        {calls
          .slice(-shownAtOnce)
          .toReversed()
          .map((call) => (
            <li key={call.number} class={toneOf(call.status)} title={call.path}>
              <span class={`method ${call.method.toLowerCase()}`}>{call.method}</span>
              <span class="path">
                {call.path.replace(uuid, (id) => `${id.slice(0, 8)}…`)}
                {call.datasetName && <small> {call.datasetName}</small>}
              </span>
              <span class="status">{call.status === 0 ? 'no answer' : call.status}</span>
              <span class="ms">{call.ms} ms</span>
              <time dateTime={call.at}>{clockWithSeconds(new Date(call.at))}</time>
            </li>
          ))}
      </ol>
    </Scroll>
  );
}

function toneOf(status: number): string {
  return status >= 200 && status < 300 ? 'fine' : 'bad';
}
