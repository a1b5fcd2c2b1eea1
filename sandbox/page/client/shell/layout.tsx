import { useState } from 'preact/hooks';
import { DomoPanel } from '../domo/domo-panel.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { Modals } from '../slack/modal.tsx';
import type { Link } from '../state/follow-sandbox.ts';
import { usePage } from '../state/page-context.ts';
import { Main } from './main-pane.tsx';
import { Sidebar } from './sidebar.tsx';
import { useStory } from './story.tsx';
import { TabBar } from './tab-bar.tsx';
import { TopBar } from './top-bar.tsx';

/** The page: people on top; the workspace on the left, Domo and the inspector on the right. Narrow: one at a time. */
export function Layout({ link }: { link: Link }) {
  const { snapshot, route } = usePage();
  const [side, setSide] = useState<'domo' | 'inspector'>(route.panel === 'inspector' ? 'inspector' : 'domo');
  const story = useStory();
  const shownSide = route.panel === 'domo' || route.panel === 'inspector' ? route.panel : side;
  return (
    <div class="page" data-panel={route.panel}>
      {/* A button: the address holds who and where one is, so a link to a part of the page would lose both. */}
      <button type="button" class="skip" onClick={skipToMain}>
        Skip to the conversation
      </button>
      <TopBar story={story} link={link} />
      {link === 'lost' && (
        <p class="lost" role="alert">
          The sandbox isn’t answering. If it was stopped, run npm run sandbox again. This page reconnects automatically.
        </p>
      )}
      <Sidebar />
      <Main story={story} />
      <aside class="side" aria-label="Domo and the inspector">
        <SideTabs shown={shownSide} onShow={setSide} />
        {/* A sandbox that was started anew has another Domo: nothing of the last one is kept. */}
        {shownSide === 'domo' ? <DomoPanel key={snapshot.run} /> : <Inspector key={snapshot.run} />}
      </aside>
      <TabBar />
      <Modals />
    </div>
  );
}

function skipToMain(): void {
  document.querySelector<HTMLElement>('main')?.focus();
}

function SideTabs({ shown, onShow }: { shown: string; onShow(which: 'domo' | 'inspector'): void }) {
  const { snapshot, route, go } = usePage();
  const refused = snapshot.traffic.filter(({ status }) => status === 'refused').length;
  const show = (which: 'domo' | 'inspector') => {
    onShow(which);
    if (route.panel === 'domo' || route.panel === 'inspector') go({ panel: which });
  };
  return (
    <div class="side-tabs" role="tablist" aria-label="Beside Slack">
      <button type="button" role="tab" aria-selected={shown === 'domo'} onClick={() => show('domo')}>
        Domo
      </button>
      <button type="button" role="tab" aria-selected={shown === 'inspector'} onClick={() => show('inspector')}>
        Inspector
        {refused > 0 && <span class="badge red">{refused} refused</span>}
      </button>
    </div>
  );
}
