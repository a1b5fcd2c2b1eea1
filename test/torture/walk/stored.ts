import type { audit, items, messages, questions, requests, votes } from '../../../src/store/tables.ts';

/** All that the database holds in the end. */
export interface Stored {
  requests: (typeof requests.$inferSelect)[];
  items: (typeof items.$inferSelect)[];
  votes: (typeof votes.$inferSelect)[];
  questions: (typeof questions.$inferSelect)[];
  messages: (typeof messages.$inferSelect)[];
  audit: (typeof audit.$inferSelect)[];
}
