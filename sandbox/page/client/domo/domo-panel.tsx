import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { usePage } from '../state/page-context.ts';
import { ChangeLog } from './change-log.tsx';
import { DatasetList } from './dataset-list.tsx';
import { RequestLog } from './request-log.tsx';
import { Clock, Switches } from './switches.tsx';
import { UserList } from './user-list.tsx';

type Above = 'datasets' | 'users';
type Below = 'requests' | 'changes';

/** The Domo instance: what is in it, what the app asks of it, and what can be made to go wrong. */
export function DomoPanel() {
  const { snapshot } = usePage();
  const { datasets, users, changes, calls } = snapshot.domo;
  const [above, setAbove] = useState<Above>('datasets');
  const [below, setBelow] = useState<Below>('requests');
  const [ownerId, setOwnerId] = useState<{ id: number; name: string } | null>(null);
  return (
    <section class="domo" aria-label="Domo">
      <Switches />
      <Clock />
      <div class="domo-above">
        <div class="pill-tabs" role="tablist" aria-label="In Domo">
          <Tab here={above === 'datasets'} onClick={() => setAbove('datasets')}>
            Datasets <small>{datasets.toLocaleString('en')}</small>
          </Tab>
          <Tab here={above === 'users'} onClick={() => setAbove('users')}>
            People <small>{users.toLocaleString('en')}</small>
          </Tab>
        </div>
        {above === 'datasets' ? (
          <DatasetList owner={ownerId} onForgetOwner={() => setOwnerId(null)} />
        ) : (
          <UserList
            onShowDatasets={(user) => {
              setOwnerId(user);
              setAbove('datasets');
            }}
          />
        )}
      </div>
      <div class="domo-below">
        <div class="pill-tabs" role="tablist" aria-label="As it happens">
          <Tab here={below === 'requests'} onClick={() => setBelow('requests')}>
            Requests
          </Tab>
          <Tab here={below === 'changes'} onClick={() => setBelow('changes')}>
            Changes {changes.length > 0 && <small>{changes.length}</small>}
          </Tab>
        </div>
        {below === 'requests' ? <RequestLog calls={calls} /> : <ChangeLog changes={changes} />}
      </div>
    </section>
  );
}

function Tab({ here, onClick, children }: { here: boolean; onClick(): void; children: ComponentChildren }) {
  return (
    <button type="button" role="tab" aria-selected={here} onClick={onClick}>
      {children}
    </button>
  );
}
