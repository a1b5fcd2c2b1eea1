import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or `too large` as soon as that is known: from `content-length` before anything is read, or, for a chunked
 * one, at the first byte over `limit`. Rejects when the sender goes away half-way.
 */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | 'too large'> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return 'too large';
  const chunks: Buffer[] = [];
  let size = 0;
  // Left with `return`, the loop would destroy the request and its socket, and the sender would never see the 413.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > limit) return 'too large';
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
