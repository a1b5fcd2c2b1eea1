import { type Risk, risks } from './types.ts';

/** Above 0 where `one` is the worse, below where it is the lesser: sorts the worst last. */
export function compareRisks(one: Risk, other: Risk): number {
  return risks.indexOf(one) - risks.indexOf(other);
}
