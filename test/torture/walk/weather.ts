import type { Random } from '../random.ts';
import type { Company } from './company.ts';

/** Something that goes wrong for a while; `begin` resolves to what ends it. */
export interface Weather {
  name: string;
  /** 0: it comes only where it is asked for by name. */
  weight: number;
  /** Where it can't be, it never comes. Default: everywhere. */
  fits?(company: Company): boolean;
  begin(company: Company, random: Random): Promise<() => Promise<void> | void>;
}
