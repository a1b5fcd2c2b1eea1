import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebClient } from '@slack/web-api';
import { readBody } from '../../read-body.ts';
import type { SlackContext } from '../context.ts';
import type { CallFault } from '../faults.ts';
import type { JsonObject } from '../types.ts';
import { appMethods } from './app.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { createArgs, type Method, type Methods, SlackError } from './method.ts';
import { readSent, type Sent } from './parse-body.ts';
import { peopleMethods } from './people.ts';
import type { RateLimits } from './rate-limits.ts';
import { viewMethods } from './views.ts';

const methods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...peopleMethods,
  ...viewMethods,
};

/** What the app turned out to use, for comparing with its manifest. */
export interface Used {
  methods: Set<string>;
  scopes: Set<string>;
}

/** One call, and what it is measured by. */
export interface Call {
  ctx: SlackContext;
  limits: RateLimits;
  used: Used;
  /** The method, as in `chat.postMessage`. */
  name: string;
}

interface Answer {
  status: number;
  /** Text stands for what is no JSON. */
  body: JsonObject | string;
  headers?: Record<string, string>;
}

/** Answers one call of the Web API, as the method, its scope and the weather demand. */
export async function callApi(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { ctx, name } = call;
  const started = performance.now();
  const at = ctx.now();
  const url = new URL(request.url ?? '/', 'http://localhost');
  const sent = await readSent(url, request.headers['content-type'] ?? '', await readBody(request));
  const { token: _secret, ...shown } = sent.args;
  const fault = ctx.faults.takeCallFault(name, shown);
  if (fault?.kind === 'late') await fault.until;
  const seen = sent.asJson && methods[name]?.json === false ? {} : shown;
  const answer = answerOf(call, { ...sent, args: seen, token: tokenOf(request, url, sent.token) }, fault);
  ctx.workspace.emit({
    type: 'call',
    call: {
      at,
      method: name,
      args: shown,
      status: answer?.status ?? 0,
      error: answer ? errorOf(answer) : (fault?.kind ?? null),
      messages: messagesOf(answer?.body),
      ms: performance.now() - started,
    },
  });
  if (fault?.kind === 'hang') return;
  if (!answer) {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': typeof answer.body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
    'x-slack-req-id': ctx.ids.secret(),
    'x-oauth-scopes': ctx.manifest.scopes.join(','),
    'x-accepted-oauth-scopes': [methods[name]?.scope ?? ''].flat().join(','),
    ...answer.headers,
  });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

/** Null: nothing is to be answered. */
function answerOf(call: Call, sent: Sent, fault: CallFault | null): Answer | null {
  if (fault?.kind === 'hang' || fault?.kind === 'reset') return null;
  if (fault?.kind === 'status') return { status: fault.status, body: 'upstream error' };
  const wait = fault?.kind === 'ratelimited' ? fault.retryAfter : call.limits.wait(call.name, sent.args);
  if (wait !== null) {
    return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(wait) } };
  }
  if (fault?.kind === 'error') return { status: 200, body: { ok: false, error: fault.error } };
  const body = run(call, sent);
  return fault?.kind === 'lost answer' ? null : { status: 200, body };
}

function run({ ctx, used, name }: Call, { args, token, problem }: Sent): JsonObject {
  try {
    const method = methods[name];
    if (!method) throw new SlackError(isOfSlack(name) ? 'not_in_this_sandbox' : 'unknown_method', { req_method: name });
    if (problem) throw problem;
    checkToken(ctx, method, token);
    used.methods.add(name);
    checkScope(ctx, method, used);
    return { ok: true, ...method.run(ctx, createArgs(args)) };
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
}

function checkToken(ctx: SlackContext, method: Method, token: string | undefined): void {
  if (method.token === null) return;
  if (!token) throw new SlackError('not_authed');
  if (token !== ctx.tokens.bot && token !== ctx.tokens.app) throw new SlackError('invalid_auth');
  if (token !== ctx.tokens[method.token]) throw new SlackError('not_allowed_token_type');
}

function checkScope(ctx: SlackContext, method: Method, used: Used): void {
  if (method.scope === null) return;
  const any = [method.scope].flat();
  const granted = any.find((scope) => ctx.manifest.scopes.includes(scope));
  if (!granted) {
    throw new SlackError('missing_scope', { needed: any.join(','), provided: ctx.manifest.scopes.join(',') });
  }
  used.scopes.add(granted);
}

const everyMethod = new WebClient();

/** Whether Slack's own client has this method, as in `pins.add`. */
function isOfSlack(name: string): boolean {
  const step = (from: unknown, key: string) =>
    typeof from === 'object' && from !== null && Object.hasOwn(from, key) ? Reflect.get(from, key) : undefined;
  return typeof name.split('.').reduce<unknown>(step, everyMethod) === 'function';
}

/** In the header or in a form. One in the query is seen, and answered like one that nobody knows. */
function tokenOf(request: IncomingMessage, url: URL, inForm: string | undefined): string | undefined {
  const inHeader = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return inHeader ?? inForm ?? (url.searchParams.has('token') ? 'in the query' : undefined);
}

function errorOf({ body, status }: Answer): string | null {
  if (typeof body === 'string') return `HTTP ${status}`;
  if (body.ok === true) return null;
  return typeof body.error === 'string' ? body.error : `HTTP ${status}`;
}

function messagesOf(body: JsonObject | string | undefined): string[] {
  const metadata = typeof body === 'object' ? body.response_metadata : undefined;
  const found = typeof metadata === 'object' && metadata !== null && 'messages' in metadata ? metadata.messages : [];
  return Array.isArray(found) ? found.map(String) : [];
}
