import { Redis } from 'ioredis';

/** Resolves when the Redis at `url` answers a PING. Throws when it does not within `timeoutMs`, or lets nobody in. */
export async function pingRedis(url: string, timeoutMs: number): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  const lost = Promise.withResolvers<never>();
  // What `connect` rejects with is only that the connection is closed; why comes here, and first.
  client.on('error', lost.reject);
  try {
    await Promise.race([client.connect().then(() => client.ping()), lost.promise]);
  } finally {
    client.disconnect();
  }
}
