import { useEffect } from 'preact/hooks';
import { Blocks } from '../blocks/blocks.tsx';
import { Scroll } from '../shell/scroll.tsx';
import { SurfaceContext, useAct, useNewSurface } from '../state/acting.ts';
import { usePage } from '../state/page-context.ts';

/** The app's Home tab. Opening it tells the app, which publishes what is to be seen. */
export function Home() {
  const act = useAct();
  const { snapshot } = usePage();
  const { home, me, appState } = snapshot;
  const surface = useNewSurface({ in: 'view', viewId: home?.id ?? '' });
  // Another person, or the app back again, opens it anew.
  useEffect(() => {
    void act({ do: 'open home' });
  }, [act, me, appState]);
  return (
    <Scroll class="home" label="Home tab">
      {home ? (
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={home.blocks} values={home.values} />
        </SurfaceContext.Provider>
      ) : (
        <p class="empty">This app has not published its Home tab yet.</p>
      )}
    </Scroll>
  );
}
