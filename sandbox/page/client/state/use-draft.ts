import { useCallback, useState } from 'preact/hooks';

/** A text that survives a reload of its tab, as what stands in a composer does. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [held, setHeld] = useState({ key, text: sessionStorage.getItem(key) ?? '' });
  const current = held.key === key ? held.text : (sessionStorage.getItem(key) ?? '');
  const set = useCallback(
    (text: string) => {
      if (text === '') sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
      setHeld({ key, text });
    },
    [key],
  );
  return [current, set];
}
