// A process that uses a directory as the service does: `node steward-process.ts DATA_DIR` opens the database, says
// `ready`, and then appends to the audit log in transactions until it is ended. `node steward-process.ts DATA_DIR URL` does
// so on a server, and freezes inside its first transaction.
import { setTimeout as delay } from 'node:timers/promises';
import { appendAudit } from '../../src/audit/append.ts';
import { openDatabase } from '../../src/store/open-database.ts';

const [dataDir = '', databaseUrl] = process.argv.slice(2);
const database = await openDatabase({ dataDir, databaseUrl });
process.stdout.write('ready\n');

for (let i = 0; ; i++) {
  await database.transaction(async (tx) => {
    await appendAudit(tx, { event: 'tick', detail: { i } }, { now: new Date() });
    if (databaseUrl !== undefined) process.kill(process.pid, 'SIGSTOP');
    await delay(1);
    await appendAudit(tx, { event: 'tock', detail: { i } }, { now: new Date() });
  });
  await delay(20);
}
