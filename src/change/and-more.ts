/** The first `most` of these in one phrase, and how many more there are: `Zodiac, Partitions and 2 more`. */
export function andMore(
  names: readonly string[],
  most: number,
  { between = ', ', before = ' and ' }: { between?: string; before?: string } = {},
): string {
  const more = names.length - most;
  const shown = names.slice(0, most).join(between);
  return more > 0 ? `${shown}${before}${more.toLocaleString('en-US')} more` : shown;
}
