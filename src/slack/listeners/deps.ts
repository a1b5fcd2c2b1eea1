import type { Catalog } from '../../catalog/types.ts';
import type { Policy } from '../../change/types.ts';
import type { Logger } from '../../logger.ts';
import type { Drafts, Workflow } from '../../workflow/use-cases.ts';
import type { SlackClient } from '../client.ts';

/** All that listeners work with. */
export interface ListenerDeps {
  client: SlackClient;
  workflow: Workflow;
  catalog: Catalog;
  drafts: Drafts;
  /** From the policy: Slack people whose Domo user has another e-mail. */
  people: () => Policy['people'];
  logger: Logger;
  now: () => Date;
  /** Deliveries are acknowledged after so long in any case, in ms; Slack waits for 3 s. */
  ackWithin: number;
  newReference: () => string;
}

/** What `answering` needs of it. */
export type AnsweringDeps = Pick<ListenerDeps, 'client' | 'logger' | 'ackWithin' | 'newReference'>;
