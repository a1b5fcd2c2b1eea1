import { sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';

/**
 * Brings to now what the queues have of a time that has not come yet: the database's clock was ahead, and was set right. pg-boss
 * goes by these times, so until then it would begin no job of that time, take none for lost, and look at no schedule.
 */
export async function forgetTimeAhead({ transaction }: Database): Promise<void> {
  // What is within a minute comes by itself.
  const ahead = sql`now() + interval '1 minute'`;
  await transaction(async (tx) => {
    // A job that has ended holds nothing but the minute of its schedule, which comes again.
    await tx.execute(
      sql`delete from pgboss.job where created_on > ${ahead} and state in ('completed', 'cancelled', 'failed')`,
    );
    await tx.execute(sql`
      update pgboss.job set
        start_after = start_after - (greatest(created_on, started_on, heartbeat_on) - now()),
        created_on = least(created_on, now()),
        started_on = least(started_on, now()),
        heartbeat_on = least(heartbeat_on, now()),
        singleton_on = null
      where greatest(created_on, started_on, heartbeat_on) > ${ahead}`);
    await tx.execute(sql`
      update pgboss.queue set
        monitor_claim_on = least(monitor_claim_on, now()),
        monitor_on = least(monitor_on, now()),
        maintain_on = least(maintain_on, now())
      where greatest(monitor_claim_on, monitor_on, maintain_on) > ${ahead}`);
    await tx.execute(sql`
      update pgboss.version set
        cron_on = least(cron_on, now()),
        monitor_backoff_on = least(monitor_backoff_on, now())
      where greatest(cron_on, monitor_backoff_on) > ${ahead}`);
  });
}
