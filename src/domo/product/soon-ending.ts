/** So long before its end an access token is warned of, in ms: an admin may be away for a while. */
const ahead = 14 * 86_400_000;

/** What to say of an access token that ends at this time; undefined: that is far off. */
export function soonEnding(end: Date, now: Date): string | undefined {
  const left = end.getTime() - now.getTime();
  if (left > ahead) return undefined;
  const days = Math.floor(left / 86_400_000);
  const when = days < 1 ? 'in less than a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
  return `One of its user's access tokens expires ${when}. Make a new one and set DOMO_ACCESS_TOKEN.`;
}
