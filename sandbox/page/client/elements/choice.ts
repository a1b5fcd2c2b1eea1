/** One choice of a list. `key` tells choices apart; `note` stands below the text. */
export interface Choice {
  key: string;
  text: string;
  note?: string | undefined;
  group?: string | null | undefined;
}

/** What came of looking for choices: a list, or a sentence that stands in its place. */
export type Found<C extends Choice> = C[] | string;
