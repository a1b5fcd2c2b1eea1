export type Listener<T> = (event: T) => void;

export interface Feed<T> {
  tell(event: T): void;
  /** Resolves to what takes the listener off again. */
  listen(listener: Listener<T>): () => void;
}

export function createFeed<T>(): Feed<T> {
  const listeners = new Set<Listener<T>>();
  return {
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
