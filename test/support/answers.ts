import { everyQuery } from './every-query.ts';

export interface Answers {
  /** What the embedded database answered while this was done, each as JSON. */
  during(act: () => Promise<unknown>): Promise<string[]>;
  /** How long the longest of them was, in characters. */
  longest(act: () => Promise<unknown>): Promise<number>;
}

/** For the tests of this block. */
export function databaseAnswers(): Answers {
  let answers: string[] = [];
  everyQuery(async (query) => {
    const rows = await query();
    answers.push(JSON.stringify(rows) ?? '');
    return rows;
  });

  async function during(act: () => Promise<unknown>): Promise<string[]> {
    answers = [];
    await act();
    expect(answers.length).toBeGreaterThan(0);
    return answers;
  }

  return {
    during,
    longest: async (act) => Math.max(...(await during(act)).map(({ length }) => length)),
  };
}
