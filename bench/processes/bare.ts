// The parts alone that the app is made of: PGlite with the same rows, pg-boss and Bolt, and nothing of ours.
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import bolt from '@slack/bolt';
import { fromPglite, PgBoss } from 'pg-boss';
import { answerBench, optionsOf } from './answer.ts';

const { dataDir } = optionsOf<{ dataDir: string }>();
const client = await PGlite.create({ dataDir: join(dataDir, 'database'), extensions: { pg_trgm } });
const boss = new PgBoss({ db: fromPglite(client), backend: 'pglite', openTelemetry: { enabled: false } });
await boss.start();
const app = new bolt.App({
  receiver: new bolt.HTTPReceiver({ signingSecret: 'none' }),
  authorize: async () => ({ botToken: 'xoxb-none', botId: 'B0123456789', botUserId: 'U0STEWARD01' }),
});
await app.start(0);
// All rows once, as a reading of Domo has them all.
await client.query('select count(*), max(length(search)) from datasets');
await client.query("select id from datasets where search like '%sales%' limit 100");

export const commands = {};
export type BareCommands = typeof commands;

answerBench(commands, async () => {
  await app.stop();
  await boss.stop({ graceful: false });
  await client.close();
});
