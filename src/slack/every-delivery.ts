import type { App, ReceiverEvent } from '@slack/bolt';
import { coerceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Installation } from './client.ts';
import { whyForeign } from './foreign-delivery.ts';
import type { Tracker } from './tracker.ts';

export interface DeliveryOptions {
  tracker: Tracker;
  logger: Logger;
  /** Throws while Slack is away: then nothing is dealt with anyway. */
  installation(): Promise<Installation>;
  /** How long Slack waited for an acknowledgement, in seconds. */
  onAck?: ((seconds: number) => void) | undefined;
}

/**
 * What holds for every delivery, also for those that Bolt cannot read or that no listener takes: it is acknowledged once,
 * whatever it holds, its acknowledgement is measured, a stop waits for what it leads to, and what is meant for another app
 * or workspace leads to nothing. A middleware would come too
 * late for it: Bolt reads who sent a delivery before it calls any.
 */
export function watchDeliveries(
  app: Pick<App, 'processEvent'>,
  { tracker, logger, installation, onAck }: DeliveryOptions,
): void {
  const deal = app.processEvent.bind(app);
  app.processEvent = (event) =>
    tracker.run(async () => {
      const ack = once(event.ack, logger, onAck);
      try {
        const foreign = whyForeign(event.body, await installation());
        if (foreign === undefined) await deal({ ...event, ack });
        else logger.error(`a delivery is not dealt with: ${foreign}`);
      } catch (thrown) {
        logger.error({ err: coerceError(thrown) }, 'a delivery could not be read');
      } finally {
        await ack();
      }
    });
}

/** The first call counts: Slack takes one answer a delivery. None throws: whoever acknowledges too late cannot help it. */
function once(ack: ReceiverEvent['ack'], logger: Logger, onAck: DeliveryOptions['onAck']): ReceiverEvent['ack'] {
  const arrived = performance.now();
  let acked = false;
  return async (answer) => {
    if (acked) return;
    acked = true;
    try {
      await ack(answer);
    } catch (thrown) {
      logger.warn({ err: coerceError(thrown) }, 'a delivery was acknowledged too late');
    }
    onAck?.((performance.now() - arrived) / 1000);
  };
}
