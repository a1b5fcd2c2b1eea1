import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Act, Place } from '../../act.ts';
import type { ActAnswer } from '../../protocol.ts';

/** Does something as this tab's person. Never rejects: what goes wrong comes back as a sentence. */
export type ActFunction = (act: Act) => Promise<ActAnswer>;

export const ActContext = createContext<ActFunction | null>(null);

export function useAct(): ActFunction {
  const act = useContext(ActContext);
  if (!act) throw new Error('This part stands outside the page');
  return act;
}

/** A message or view that elements stand in. */
export interface Surface {
  place: Place;
  /** Sends what was typed and is not sent yet: the app is to get it with whatever comes next. */
  flush(): Promise<void>;
  /** Adds a field that may have something to send; the result takes it out again. */
  register(send: () => Promise<void>): () => void;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('An element needs a message or a view around it');
  return surface;
}

/** The surface of a message or view, and the sending of what was typed in it when the tab goes. */
export function useNewSurface(place: Place): Surface {
  const fields = useRef(new Set<() => Promise<void>>());
  const key = JSON.stringify(place);
  const surface = useMemo<Surface>(
    () => ({
      place: JSON.parse(key) as Place,
      flush: async () => {
        await Promise.all([...fields.current].map((send) => send()));
      },
      register: (send) => {
        fields.current.add(send);
        return () => fields.current.delete(send);
      },
    }),
    [key],
  );
  useEffect(() => {
    const leave = () => void surface.flush();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [surface]);
  return surface;
}

/** Runs acts one at a time: `busy` while Slack waits for the app, `error` when the app did not take it. */
export function useBusyAct(): { busy: boolean; error: string | null; run(wanted: Act): Promise<ActAnswer> } {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const run = async (wanted: Act) => {
    setBusy(true);
    setError(null);
    const answer = await act(wanted);
    if (here.current) {
      setBusy(false);
      setError(answer.ok ? null : answer.error);
    }
    return answer;
  };
  return { busy, error, run };
}
