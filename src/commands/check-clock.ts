import { bad, type Finding, good, note } from './finding.ts';

/** Slack's signatures are good for five minutes, in s. */
const most = 300;
/** From here on times on cards and in the log mislead, in s. */
const noticeable = 30;
/** Someone waits for the answer, in ms. */
const patience = 10_000;

/** Compares this machine's clock with that of Slack's servers. Nothing, where they can't be asked: others say so. */
export async function checkClock(apiUrl = 'https://slack.com/api/', now = () => Date.now()): Promise<Finding[]> {
  const url = new URL('api.test', `${apiUrl.replace(/\/*$/, '')}/`);
  const began = now();
  const answer = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(patience) }).catch(() => undefined);
  await answer?.body?.cancel();
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [];
  // Their time has whole seconds, and was taken somewhere in between.
  const off = Math.round((theirs - (began + now()) / 2) / 1_000);
  const seconds = Math.abs(off);
  if (seconds < noticeable) return [good("Clock: it agrees with Slack's.")];
  const said = `Clock: this machine's is ${seconds} s ${off > 0 ? 'behind' : 'ahead of'} Slack's. Set it with NTP.`;
  if (seconds < most) return [note(said)];
  return [bad(`${said} Over HTTP the app would refuse Slack's deliveries.`)];
}
