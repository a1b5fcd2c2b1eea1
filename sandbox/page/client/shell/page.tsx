import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createFeed } from '../../../domo/feed.ts';
import type { Act } from '../../act.ts';
import type { ActAnswer, MessageView, Snapshot } from '../../protocol.ts';
import { ActContext } from '../state/acting.ts';
import { applyPatches, withOlder } from '../state/apply-patches.ts';
import { ask, type Following, followSandbox, type Link } from '../state/follow-sandbox.ts';
import { LandedContext, type LandedFeed } from '../state/landed.ts';
import { NamesContext, useNamesOf } from '../state/names.ts';
import { PageContext, type PageState } from '../state/page-context.ts';
import { type Route, readRoute, writeRoute } from '../state/route.ts';
import { Layout } from './layout.tsx';

/** Whom a tab is when its address does not say: the requester of the story. */
const firstPerson = 'U0SOPHIE001';

export function Page() {
  const [route, setRoute] = useState<Route>(() => readRoute(window.location.hash));
  const person = route.person || firstPerson;
  const { snapshot, link, act, addOlder, landed } = useSandbox(person);
  const names = useNamesOf(snapshot);
  const [said, setSaid] = useState('');

  useEffect(() => {
    const follow = () => setRoute(readRoute(window.location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);

  const place = route.place || snapshot?.channels.find((channel) => channel.kind === 'public')?.id || '';
  const whole: Route = useMemo(() => ({ ...route, person, place }), [route, person, place]);
  const go = useCallback(
    (to: Partial<Route>) => {
      window.location.hash = writeRoute({ ...whole, ...('place' in to && { thread: null, panel: 'talk' }), ...to });
    },
    [whole],
  );

  if (!snapshot || !names) {
    return (
      <p class="loading" role="status">
        {link === 'lost' ? 'The sandbox has no one at this address, or it has stopped. Trying again…' : 'Loading…'}
      </p>
    );
  }
  const page: PageState = { snapshot, route: whole, go, announce: setSaid, showOlder: addOlder };
  return (
    <ActContext.Provider value={act}>
      <NamesContext.Provider value={names}>
        <LandedContext.Provider value={landed}>
          <PageContext.Provider value={page}>
            <Layout link={link} />
            <div class="unseen said" role="status" aria-live="polite">
              {said}
            </div>
          </PageContext.Provider>
        </LandedContext.Provider>
      </NamesContext.Provider>
    </ActContext.Provider>
  );
}

/** The sandbox as one person sees it, kept up to date. */
function useSandbox(person: string) {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  const [link, setLink] = useState<Link>('connecting');
  const following = useRef<Following | null>(null);
  const landed = useMemo<LandedFeed>(createFeed, []);

  useEffect(() => {
    const now = followSandbox(person, {
      link: setLink,
      snapshot: setSnapshot,
      patches: (patches) => {
        setSnapshot((before) => before && applyPatches(before, patches));
        landed.tell(patches.flatMap((patch) => (patch.type === 'domo change' ? [patch] : [])));
      },
    });
    following.current = now;
    return () => {
      now.stop();
      // Nothing of one person is ever shown to the next.
      setSnapshot(null);
      setLink('connecting');
    };
  }, [person, landed]);

  const act = useCallback(async (wanted: Act): Promise<ActAnswer> => {
    return following.current?.act(wanted) ?? { ok: false, error: 'The page is not connected yet.' };
  }, []);
  const addOlder = useCallback(
    async (channelId: string) => {
      const first = snapshot?.messages.find((each) => each.channelId === channelId && each.threadTs === null);
      if (!first) return;
      const query = { as: person, channel: channelId, before: first.ts };
      const found = await ask<{ messages: MessageView[]; older: boolean }>('/messages', query);
      if (found) setSnapshot((before) => before && withOlder(before, channelId, found.messages, found.older));
    },
    [person, snapshot],
  );
  return { snapshot, link, act, addOlder, landed };
}
