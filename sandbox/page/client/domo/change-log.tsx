import type { DomoChange } from '../../protocol.ts';
import { Scroll } from '../shell/scroll.tsx';
import { clockWithSeconds } from '../text/dates.ts';

/** Changes in Domo as they landed, by the app or by hand behind its back. */
export function ChangeLog({ changes }: { changes: DomoChange[] }) {
  return (
    <Scroll class="log" label="Changes in Domo">
      {changes.length === 0 && <p class="empty">Nothing has changed in Domo yet.</p>}
      <ol>
        {changes.map((change) => (
          <li key={change.number} class={change.by === 'behind' ? 'behind' : 'fine'}>
            <span class="by">{change.by === 'behind' ? 'by hand' : 'the app'}</span>
            <span class="path">
              <b>{change.subject}</b> {change.what}
              {(change.from || change.to) && (
                <small>
                  {' '}
                  {change.from || 'nothing'} → {change.to || 'nothing'}
                </small>
              )}
            </span>
            <time dateTime={change.at}>{clockWithSeconds(new Date(change.at))}</time>
          </li>
        ))}
      </ol>
    </Scroll>
  );
}
