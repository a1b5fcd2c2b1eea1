import type { JsonObject, Outcome } from '../../../sandbox/slack/types.ts';

/** Somebody sent a form that asks for a change; its reason names it. */
export interface AskNote {
  reason: string;
  by: string;
  /** What the form turned into, where the person saw that. */
  number?: number;
}

/** Somebody clicked on a request, or sent a form about it. */
export interface ClickNote {
  what: 'approve' | 'reject' | 'withdraw' | 'take back' | 'stop';
  number: number;
  by: string;
  /** Whether Slack had the app's answer. */
  acked: boolean;
  /** Nothing was wrong meanwhile: then it isn't told to try again because nobody could be looked up. */
  fair: boolean;
}

/** A question, an answer or a reply in a thread; its text names it. */
export interface TalkNote {
  what: 'question' | 'answer' | 'reply';
  text: string;
  acked: boolean;
}

/** One PUT that reached Domo. */
export interface PutNote {
  datasetId: string;
  body: JsonObject;
  /** Whether the dataset was read since the PUT before. */
  readBefore: boolean;
  /** What Domo answered; 0: nothing. */
  status: number;
}

/** The model: what was done to the app, as those who did it know it. */
export interface Notes {
  asks: AskNote[];
  clicks: ClickNote[];
  talk: TalkNote[];
  puts: PutNote[];
  /** Moments at which a message may have been posted without the app knowing: a kill, a lost answer, a cut connection. */
  blind: number;
  /** What is wrong at the moment. */
  weather: string | undefined;
  /** How many texts were made up, so that each is another one. */
  sayings: number;
  /** What people did, in their order, for whoever looks for the cause of a finding. */
  story: string[];
}

export function createNotes(): Notes {
  return { asks: [], clicks: [], talk: [], puts: [], blind: 0, weather: undefined, sayings: 0, story: [] };
}

export function isAcked(outcome: Outcome | null): boolean {
  return outcome?.ok === true;
}

/** Another number each time. */
export function sayings(notes: Notes): number {
  notes.sayings += 1;
  return notes.sayings;
}
