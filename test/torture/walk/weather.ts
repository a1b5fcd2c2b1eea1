import type { Random } from '../random.ts';
import type { Company } from './company.ts';

/** What a walk goes through. */
export interface Setup {
  /** Of the app. */
  processes: number;
  /** Whether they share a PostgreSQL server; else it is one process, with the embedded database. */
  onServer: boolean;
}

/** Something that goes wrong for a while; `begin` resolves to what ends it. */
export interface Weather {
  name: string;
  /** 0: it comes only where it is asked for by name. */
  weight: number;
  /** Where it can't be, it never comes. Default: everywhere. */
  fits?(setup: Setup): boolean;
  begin(company: Company, random: Random): Promise<() => Promise<void> | void>;
}
