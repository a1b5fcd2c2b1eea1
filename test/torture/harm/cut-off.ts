// Has the server end a connection, while the process that owns it waits for this one: `node cut-off.ts URL PID`.
import pg from 'pg';

const [url, pid] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('select pg_terminate_backend($1)', [pid]);
await client.end();
