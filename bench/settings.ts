import type { Figure } from './figures.ts';

/** How large a run is. */
export interface Settings {
  quick: boolean;
  datasets: number;
  people: number;
  say(line: string): void;
}

export type Bench = (settings: Settings, shared: Shared) => Promise<Figure[]>;

/** What one bench leaves for the next. */
export interface Shared {
  /** A data directory whose catalog holds the whole company. */
  company(): Promise<string>;
  /** Hands over such a directory, whose app has ended. */
  keep(dataDir: string): void;
}
