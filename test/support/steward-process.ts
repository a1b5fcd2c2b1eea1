// A process that uses a directory as the service does: `node steward-process.ts DATA_DIR` opens the database, says
// `ready`, and then appends to the audit log in transactions until it is ended.
import { setTimeout as delay } from 'node:timers/promises';
import { appendAudit } from '../../src/audit/append.ts';
import { openDatabase } from '../../src/store/database.ts';

const [dataDir = ''] = process.argv.slice(2);
const database = await openDatabase({ dataDir });
process.stdout.write('ready\n');

for (let i = 0; ; i++) {
  await database.transaction(async (tx) => {
    await appendAudit(tx, { event: 'tick', detail: { i } }, { now: new Date() });
    await delay(1);
    await appendAudit(tx, { event: 'tock', detail: { i } }, { now: new Date() });
  });
  await delay(20);
}
