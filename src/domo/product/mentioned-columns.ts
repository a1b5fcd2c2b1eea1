/** Of these columns those that a definition of something names anywhere: as a text, as a key, in a list with commas, or in backticks in a formula. */
export function mentionedColumns(definition: unknown, columns: readonly string[]): string[] {
  const known = new Set(columns);
  return [...new Set(textsIn(definition))].filter((text) => known.has(text));
}

/**
 * Which keys hold column names is documented nowhere, so every text counts: a name too many only warns, one too few would not. But
 * two things name columns that are not used: what a card may choose from, whose unused columns have no `mapping`, and formulas
 * that are saved on the dataset, which are uses of their own.
 */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value;
    for (const [, name = ''] of value.matchAll(/`([^`]+)`/g)) yield name;
    if (value.includes(',')) yield* value.split(',').map((part) => part.trim());
  } else if (Array.isArray(value)) {
    for (const each of value) yield* textsIn(each);
  } else if (isObject(value) && value.persistedOnDataSource !== true) {
    for (const [key, each] of Object.entries(value)) {
      yield key;
      yield* textsIn(key === 'subscriptions' && isObject(each) ? Object.values(each).map(withoutUnmapped) : each);
    }
  }
}

function withoutUnmapped(subscription: unknown): unknown {
  if (!isObject(subscription) || !Array.isArray(subscription.columns)) return subscription;
  const mapped = subscription.columns.filter((column) => !isObject(column) || (column.mapping ?? null) !== null);
  return { ...subscription, columns: mapped };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
