import type { ApiCall, JsonObject, Outcome } from '../../../sandbox/slack/types.ts';

/** Somebody sent a form that asks for a change; its reason names it. */
export interface AskNote {
  reason: string;
  by: string;
  /** What the form turned into, where the person saw that. */
  number?: number;
}

/** Somebody clicked on a request, or read that their rejection is kept. */
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
  /** Whether the person read that it is kept. */
  told: boolean;
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
  /** Posts that the app may not know of, so that it may repeat each once: it was killed, or its database was cut off, right after. */
  unstored: Set<ApiCall>;
  /** How often an answer of Slack's was lost, which is such a moment too. */
  lostAnswers: number;
  /** Of each harm to a process or to its connections, where it was when that was done, and how often. */
  harm: Record<string, Record<string, number>>;
  /** What is wrong already before anything is compared. */
  wrong: string[];
  /** What is wrong at the moment. */
  weather: string | undefined;
  /** How many texts were made up, so that each is another one. */
  sayings: number;
  /** What people did, in their order, for whoever looks for the cause of a finding. */
  story: string[];
}

export function createNotes(): Notes {
  const harmed = { unstored: new Set<ApiCall>(), lostAnswers: 0, harm: {}, wrong: [] };
  return { asks: [], clicks: [], talk: [], puts: [], ...harmed, weather: undefined, sayings: 0, story: [] };
}

/** One more of this harm, at this place. */
export function noteHarm({ harm }: Notes, kind: string, place: string): void {
  const places = harm[kind] ?? {};
  harm[kind] = places;
  places[place] = (places[place] ?? 0) + 1;
}

const posting = ['chat.postMessage', 'files.completeUploadExternal'];
/** After its answer a message is stored within milliseconds; so long on a busy machine. */
const storedWithin = 3_000;

/** What was posted a moment ago may not be stored: to be called when something is taken from the app. */
export function noteUnstored({ unstored }: Notes, calls: readonly ApiCall[]): void {
  const since = Date.now() - storedWithin;
  for (const call of calls) if (call.at.getTime() > since && posting.includes(call.method)) unstored.add(call);
}

export function isAcked(outcome: Outcome | null): boolean {
  return outcome?.ok === true;
}

/** Another number each time. */
export function sayings(notes: Notes): number {
  notes.sayings += 1;
  return notes.sayings;
}
