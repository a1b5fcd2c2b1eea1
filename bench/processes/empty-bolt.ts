// A Bolt app that does nothing but acknowledge, with as many listeners as the real one and the same conditions.
import bolt, { type App } from '@slack/bolt';
import { type ListenerOptions, registerListeners } from '../../src/slack/listeners/index.ts';
import { answerBench, optionsOf } from './answer.ts';

const { signingSecret } = optionsOf<{ signingSecret: string }>();
const app = new bolt.App({
  receiver: new bolt.HTTPReceiver({ signingSecret }),
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0123456789', botUserId: 'U0STEWARD01' }),
});
let listeners = 0;

/** Takes the real app's conditions, and answers them with an empty acknowledgement. */
const recorder: object = new Proxy(app, {
  get: (target, method: keyof App) => (condition: unknown) => {
    listeners += 1;
    const listener = ({ ack }: { ack?: (answer?: object) => Promise<void> }) =>
      method === 'options' ? ack?.({ options: [] }) : ack?.();
    Reflect.apply(target[method] as (...args: unknown[]) => unknown, target, [condition, listener]);
  },
});
registerListeners(recorder as App, {} as ListenerOptions);
const server = await app.start(0);
const address = server.address();

export const commands = {
  port: () => (typeof address === 'object' && address !== null ? address.port : 0),
  listeners: () => listeners,
};
export type EmptyBoltCommands = typeof commands;

answerBench(commands, async () => void (await app.stop()));
