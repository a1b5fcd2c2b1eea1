// A Bolt app that writes one row that lasts, in a database like the real app's, before it acknowledges.
import bolt from '@slack/bolt';
import { sql } from 'drizzle-orm';
import { type DatabaseConfig, openDatabase } from '../../src/store/open-database.ts';
import { answerBench, optionsOf } from './answer.ts';

const { signingSecret, ...storage } = optionsOf<{ signingSecret: string } & DatabaseConfig>();
const database = await openDatabase(storage);
await database.db.execute(sql`create table clicks (at timestamptz not null)`);
const app = new bolt.App({
  receiver: new bolt.HTTPReceiver({ signingSecret }),
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0123456789', botUserId: 'U0STEWARD01' }),
});
const keep = () => database.db.execute(sql`insert into clicks (at) values (now())`);
const durably = async ({ ack }: { ack: () => Promise<void> }) => {
  await keep();
  await ack();
};
app.options(/./, async ({ ack }) => {
  await keep();
  await ack({ options: [] });
});
app.action(/./, durably);
app.command(/./, durably);
app.view(/./, durably);
const address = (await app.start(0)).address();

export const commands = { port: () => (typeof address === 'object' && address !== null ? address.port : 0) };
export type DurableBoltCommands = typeof commands;

answerBench(commands, async () => {
  await app.stop();
  await database.close();
});
