import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from '../read-body.ts';
import { callApi, type Used } from './api/call-api.ts';
import { receiveUpload } from './api/files.ts';
import { SlackError } from './api/method.ts';
import { jsonObject, uploadedBytes } from './api/parse-body.ts';
import type { RateLimits } from './api/rate-limits.ts';
import { respondByUrl } from './api/respond.ts';
import type { SlackContext } from './context.ts';

/** Everything that the workspace's HTTP server answers: the Web API, uploads and downloads, and response URLs. */
export function createRequestHandler(ctx: SlackContext, limits: RateLimits, used: Used): RequestListener {
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/')) {
      return callApi({ ctx, limits, used, name: pathname.slice('/api/'.length) }, request, response);
    }
    if (pathname.startsWith('/upload/v1/')) return upload(pathname.slice('/upload/v1/'.length), request, response);
    if (pathname.startsWith('/actions/')) return respond(pathname, request, response);
    if (pathname.startsWith('/files/')) return download(pathname.split('/')[2] ?? '', request, response);
    end(response, 404, 'not found');
  }

  async function upload(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const content = await uploadedBytes(request.headers['content-type'] ?? '', await readBody(request));
    if (request.method !== 'POST') return end(response, 405, 'only POST is taken');
    const { status, text } = receiveUpload(ctx, id, content);
    end(response, status, text);
  }

  async function respond(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = ctx.now();
    const started = performance.now();
    const args = jsonObject(await readBody(request));
    const answer = respondByUrl(ctx, path, args);
    const { status, text } = answer;
    const error = status === 200 ? null : text;
    const ms = performance.now() - started;
    ctx.workspace.emit({
      type: 'call',
      call: { at, method: 'response_url', args, status, error, messages: [], ms },
    });
    end(response, answer.status, answer.text);
  }

  async function download(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = ctx.workspace.files.get(id);
    if (request.headers.authorization !== `Bearer ${ctx.tokens.bot}` || !file) return end(response, 404, 'not found');
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.end(file.content);
  }

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (error instanceof SlackError) return end(response, 400, error.code);
      end(response, 500, error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  };
}

function end(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  const type = text.startsWith('{') ? 'application/json; charset=utf-8' : 'text/plain';
  response.writeHead(status, { 'content-type': type });
  response.end(text);
}
