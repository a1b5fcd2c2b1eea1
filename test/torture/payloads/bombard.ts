import pMap from 'p-map';
import { signatureHeaders } from '../../../sandbox/slack/delivery/signature.ts';
import type { SlackServer } from '../../../sandbox/slack/start-slack.ts';
import type { Delivery } from '../../../sandbox/slack/types.ts';
import type { Random } from '../random.ts';
import { type Body, mutate } from './mutate.ts';

export interface Bombardment {
  slack: Pick<SlackServer, 'signingSecret' | 'deliverRaw'>;
  deliveries: readonly Delivery[];
  random: Random;
  count: number;
  /** Told after each, with how many are over. */
  onSent?: (sent: number) => Promise<void>;
}

/** What came of it. */
export interface Answers {
  byStatus: Record<string, number>;
  slowestMs: number;
}

/** Slack waits 3,000; a machine that is busy with other things too shall fail no run. In ms. */
const patience = 10_000;

/**
 * Sends mutated deliveries, most with a good signature and some with a forged, a stale or no one. Throws at the first that
 * is answered late, not at all, or with anything but 2xx and 4xx, and at a bad signature that is let in; the error has the body.
 */
export async function bombard({ slack, deliveries, random, count, onSent }: Bombardment): Promise<Answers> {
  const answers: Answers = { byStatus: {}, slowestMs: 0 };
  // Made before they are sent: the order of answers must not change what a seed gives.
  const shots = function* () {
    for (let sent = 0; sent < count; sent += 1) yield aim(mutate(random.pick(deliveries), deliveries, random), random);
  };
  let over = 0;
  await pMap(
    shots(),
    async ({ body, forged, secret, age }) => {
      const signed = signatureHeaders(body.text, Math.floor(Date.now() / 1000) - age, secret ?? slack.signingSecret);
      const headers = { 'content-type': body.type, ...(forged === 'unsigned' ? {} : signed) };
      const began = performance.now();
      const status = await slack.deliverRaw(body.text, headers).then(
        (answer) => answer.status,
        (error: unknown) => `${error}`,
      );
      const ms = performance.now() - began;
      const isFine = typeof status === 'number' && ((status >= 200 && status < 300) || (status >= 400 && status < 500));
      if (!isFine || ms > patience || (forged !== undefined && status === 200)) {
        throw new Error(
          `Answered ${status} after ${Math.round(ms)} ms (${forged ?? 'signed'}):\n${JSON.stringify(body)}`,
        );
      }
      answers.byStatus[status] = (answers.byStatus[status] ?? 0) + 1;
      answers.slowestMs = Math.max(answers.slowestMs, Math.round(ms));
      over += 1;
      await onSent?.(over);
    },
    { concurrency: 8 },
  );
  return answers;
}

interface Shot {
  body: Body;
  /** What is wrong with the signature; undefined: nothing. */
  forged?: 'unsigned' | 'another secret' | 'too old' | 'of the future';
  secret?: string;
  /** In s. */
  age: number;
}

function aim(body: Body, random: Random): Shot {
  if (!random.chance(0.1)) return { body, age: 0 };
  const forged = random.pick(['unsigned', 'another secret', 'too old', 'of the future'] as const);
  const age = { 'too old': 400, 'of the future': -400, unsigned: 0, 'another secret': 0 }[forged];
  return { body, forged, age, ...(forged === 'another secret' && { secret: 'not the signing secret' }) };
}
