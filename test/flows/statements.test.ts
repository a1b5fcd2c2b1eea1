import { AsyncLocalStorage } from 'node:async_hooks';
import { App, type ReceiverEvent } from '@slack/bolt';
import { onPglite } from '../support/database.ts';
import { everyQuery } from '../support/every-query.ts';
import { addLeavers, approve, askAndSee, firstLeaver, refusedApproval } from '../support/requests.ts';
import { ended, type Steward, startSteward } from '../support/steward.ts';

/** design §9. */
const budget = 6;

interface Delivery {
  statements: number;
  acked: boolean;
}

onPglite('a click waits for few statements before it is acknowledged, BEGIN and COMMIT not counted', () => {
  const current = new AsyncLocalStorage<Delivery>();
  const deliveries: Delivery[] = [];
  const { processEvent } = App.prototype;
  let steward: Steward;

  everyQuery((query) => {
    const delivery = current.getStore();
    if (delivery?.acked === false) delivery.statements += 1;
    return query();
  });

  beforeAll(async () => {
    App.prototype.processEvent = function (event: ReceiverEvent) {
      const delivery = { statements: 0, acked: false };
      deliveries.push(delivery);
      const ack: ReceiverEvent['ack'] = (...given) => {
        delivery.acked = true;
        return event.ack(...given);
      };
      return current.run(delivery, () => Reflect.apply(processEvent, this, [{ ...event, ack }]));
    };
    steward = await startSteward({ world: (world) => addLeavers(world, 2) });
  }, 60_000);

  afterAll(async () => {
    App.prototype.processEvent = processEvent;
    await steward.close();
  });

  function most(): number {
    return Math.max(...deliveries.splice(0).map(({ statements }) => statements));
  }

  test('a form that is sent, a refused click, the decision, a late click, a rejection, a command', async () => {
    const emmy = steward.slack.as('emmy');
    const { card } = await askAndSee(steward, { from: firstLeaver });
    expect(most()).toBeLessThanOrEqual(budget);
    await refusedApproval(steward, card, 'sophie');
    expect(most()).toBeLessThanOrEqual(2);
    const asSeen = emmy.now(card);
    await approve(steward, card);
    expect(most()).toBeLessThanOrEqual(budget);
    await emmy.seesChange(card, ended({ verified: 2 }));
    most();
    const lookUps = () => steward.slack.calls.filter(({ method }) => method === 'users.info').length;
    const before = lookUps();
    await emmy.press(asSeen, 'Approve', { confirm: true, stale: true });
    await emmy.dismiss();
    expect(most()).toBeLessThanOrEqual(2);
    expect(lookUps()).toBe(before);
    const { card: second } = await askAndSee(steward, { from: firstLeaver + 1 });
    most();
    await emmy.press(second, 'Reject');
    await emmy.modal();
    await emmy.fill('Reason', 'not now');
    await emmy.submit();
    expect(most()).toBeLessThanOrEqual(budget);
    await emmy.command('/domo-owner list');
    expect(most()).toBe(0);
  });
});
