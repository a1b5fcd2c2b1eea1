import type { PlanItem } from '../../change/types.ts';
import type { PlannedUse } from '../../store/uses.ts';
import type { RequestFacts } from '../facts.ts';

/** What reading Domo afresh gave: a plan to freeze, or the sentence that stops the request. */
export type Prepared =
  | {
      items: PlanItem[];
      facts: RequestFacts;
      /** Of its one dataset, where that can be seen. */
      uses?: PlannedUse[] | undefined;
    }
  | { problem: string };
