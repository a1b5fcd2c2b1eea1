import { usePage } from '../state/page-context.ts';
import type { Panel } from '../state/route.ts';
import { Icon, type IconName } from '../text/icons.tsx';
import { Badge, meantFor } from './badge.tsx';

const panels: { panel: Panel; label: string; mark: IconName }[] = [
  { panel: 'places', label: 'Channels', mark: 'list' },
  { panel: 'talk', label: 'Messages', mark: 'speech' },
  { panel: 'domo', label: 'Domo', mark: 'grid' },
  { panel: 'inspector', label: 'Inspector', mark: 'lens' },
];

/** On narrow screens: which panel fills the page. */
export function TabBar() {
  const { snapshot, route, go } = usePage();
  return (
    <nav class="tab-bar" aria-label="Panels">
      {panels.map(({ panel, label, mark }) => (
        <button
          key={panel}
          type="button"
          aria-current={route.panel === panel ? 'page' : undefined}
          onClick={() => go({ panel })}
        >
          <Icon name={mark} size={18} />
          {label}
          {panel === 'places' && <Badge count={meantFor(snapshot, snapshot.me)} />}
        </button>
      ))}
    </nav>
  );
}
