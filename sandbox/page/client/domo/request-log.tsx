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
            <li key={call.number} class={toneOf(call)} title={call.path}>
              <span class={`method ${call.method.toLowerCase()}`}>{call.method}</span>
              <span class="path">
                {shortPath(call.path)}
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

/** Pages of a list differ in their offset alone. */
function shortPath(path: string): string {
  return path.replace(uuid, (id) => `${id.slice(0, 8)}…`).replace(/\?.*?(offset=\d+).*/, '…$1');
}

/** That something is not there is an answer like another. */
function toneOf({ method, status }: DomoCallLine): string {
  const isAnswer = (status >= 200 && status < 300) || (method === 'GET' && status === 404);
  return isAnswer ? 'fine' : 'bad';
}
