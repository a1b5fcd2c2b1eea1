import { useEffect, useState } from 'preact/hooks';
import type { DomoUserRow } from '../../protocol.ts';
import { useAct } from '../state/acting.ts';
import { usePage } from '../state/page-context.ts';
import { LongList } from './long-list.tsx';
import { usePages } from './use-pages.ts';

/** Domo's people, those who own most first. */
export function UserList({ onShowDatasets }: { onShowDatasets(user: { id: number; name: string }): void }) {
  const act = useAct();
  const { snapshot } = usePage();
  const [search, setSearch] = useState('');
  const { list, more, refresh } = usePages<DomoUserRow>('/domo/users', search, null);
  const latest = snapshot.domo.changes[0]?.number;
  useEffect(() => {
    const timer = window.setTimeout(() => void refresh(), 500);
    return () => window.clearTimeout(timer);
  }, [latest]);
  return (
    <>
      <div class="list-search">
        <input
          type="search"
          class="text-input"
          aria-label="Search people"
          placeholder="Search by name, email or ID"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <LongList
        label="People in Domo"
        shown={list?.rows.length ?? 0}
        total={list?.total ?? null}
        onMore={() => void more()}
      >
        {(list?.rows ?? []).map((user) => (
          <li key={user.id} class={user.deleted ? 'dataset gone' : 'dataset'}>
            <div class="user-row">
              <span class="dataset-name">
                {user.name} <code>#{user.id}</code>
              </span>
              <span class="dataset-owner">{user.email}</span>
              <span class="dataset-facts">
                {user.role}
                {user.deleted && ' · deleted in Domo'}
              </span>
              <span class="user-buttons">
                <button
                  type="button"
                  class="button small"
                  onClick={() => onShowDatasets({ id: user.id, name: user.name })}
                >
                  owns {user.owns.toLocaleString('en')}
                </button>
                {!user.deleted && (
                  <button
                    type="button"
                    class="button small danger-text"
                    aria-label={`Delete ${user.name} in Domo`}
                    onClick={() => void act({ do: 'delete user', userId: user.id }).then(refresh)}
                  >
                    Delete
                  </button>
                )}
              </span>
            </div>
          </li>
        ))}
      </LongList>
    </>
  );
}
