import type { ComponentChildren } from 'preact';
import { Scroll } from '../shell/scroll.tsx';

/** Nearer to the end than this, in px, the next page is fetched. */
const nearEnd = 200;

interface Props {
  label: string;
  shown: number;
  total: number | null;
  onMore(): void;
  children: ComponentChildren;
}

/** A list that scrolls and grows: it holds only the pages that someone has come to. */
export function LongList({ label, shown, total, onMore, children }: Props) {
  function onScroll({ currentTarget }: { currentTarget: HTMLElement }): void {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    if (scrollHeight - scrollTop - clientHeight < nearEnd) onMore();
  }
  return (
    <Scroll class="long-list" label={label} onScroll={onScroll}>
      <ul>{children}</ul>
      {total === 0 && <p class="empty">Nothing found.</p>}
      {total !== null && shown < total && (
        <button type="button" class="button small" onClick={onMore}>
          Show more of {total.toLocaleString('en')}
        </button>
      )}
    </Scroll>
  );
}
