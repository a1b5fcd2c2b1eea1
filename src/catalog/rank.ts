/**
 * The best of some hits first: those where the query stands at the beginning of a word, the earlier the better, then short names.
 * For a few hits that the database found without an order.
 */
export function rankHits<T>(hits: T[], textOf: (hit: T) => string, query: string): T[] {
  return hits
    .map((hit) => ({ hit, score: score(textOf(hit), query) }))
    .sort((a, b) => compare(a.score, b.score))
    .map(({ hit }) => hit);
}

type Score = [number, number, number];

function score(text: string, query: string): Score {
  const wordStart = ` ${text}`.indexOf(` ${query}`);
  const at = wordStart >= 0 ? wordStart : text.indexOf(query);
  return [wordStart >= 0 ? 0 : 1, at >= 0 ? at : Number.MAX_SAFE_INTEGER, text.length];
}

function compare(a: Score, b: Score): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
