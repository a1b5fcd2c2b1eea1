import type { JsonObject } from '../types.ts';
import { SlackError } from './method.ts';

/** What a call brought in its query and its body. */
export interface Sent {
  args: JsonObject;
  asJson: boolean;
  /** From a form: neither the query nor JSON may carry one. */
  token: string | undefined;
  /** Why the body can not be read. */
  problem: SlackError | null;
}

/** The arguments of a call. A query string counts as a form. Never rejects for what was sent. */
export async function readSent(url: URL, contentType: string, body: Buffer): Promise<Sent> {
  const query = Object.fromEntries(url.searchParams);
  const asJson = contentType.startsWith('application/json');
  try {
    const sent = body.length === 0 ? {} : await fieldsOf(contentType, body);
    const token = !asJson && typeof sent.token === 'string' ? sent.token : undefined;
    return { args: { ...query, ...sent }, asJson, token, problem: null };
  } catch (error) {
    if (error instanceof SlackError) return { args: query, asJson, token: undefined, problem: error };
    throw error;
  }
}

/** The fields of a body. Throws the `SlackError` of what Slack does not take. */
async function fieldsOf(contentType: string, body: Buffer): Promise<JsonObject> {
  switch (contentType.split(';')[0]?.trim().toLowerCase()) {
    case 'application/json':
      return jsonObject(body);
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body.toString()));
    case 'multipart/form-data':
      return Object.fromEntries(await formData(contentType, body));
    case '':
      throw new SlackError('missing_post_type');
    default:
      throw new SlackError('invalid_post_type');
  }
}

/** Throws `invalid_json` and `json_not_object`. */
export function jsonObject(body: Buffer): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    throw new SlackError('invalid_json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SlackError('json_not_object');
  return { ...parsed };
}

async function formData(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new SlackError('invalid_form_data');
  }
}

/** The bytes that an upload carries: one part of a multipart form, or the body itself. */
export async function uploadedBytes(contentType: string, body: Buffer): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const first = [...(await formData(contentType, body)).values()][0];
  if (first instanceof File) return Buffer.from(await first.arrayBuffer());
  return Buffer.from(first ?? '');
}
