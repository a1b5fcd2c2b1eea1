import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../types.ts';

/** Reads a request's body whole. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The arguments of a call, and whether they came as JSON. A query string counts as a form. */
export function readArguments(url: URL, contentType: string, body: Buffer): { args: JsonObject; asJson: boolean } {
  const query = Object.fromEntries(url.searchParams);
  if (contentType.startsWith('application/json')) {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return { args: { ...query, ...(typeof parsed === 'object' ? parsed : {}) }, asJson: true };
  }
  return { args: { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) }, asJson: false };
}

/** The bytes that an upload carries: one part of a multipart form, or the body itself. */
export async function uploadedBytes(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const first = [...form.values()][0];
  if (first instanceof File) return Buffer.from(await first.arrayBuffer());
  return Buffer.from(first ?? '');
}
