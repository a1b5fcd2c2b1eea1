import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { coerceError } from '../../src/errors.ts';
import { readBody } from '../read-body.ts';
import { visibleMessages } from '../slack/person/seen.ts';
import type { SlackPerson } from '../slack/types.ts';
import { readAct } from './act.ts';
import type { Bundle } from './bundle.ts';
import { datasetDetail } from './domo-dataset.ts';
import { listDatasets, listOwners, listUsers } from './domo-lists.ts';
import { comesFromHere, safeHeaders } from './guard.ts';
import { type Hands, perform } from './perform.ts';
import type { ActAnswer } from './protocol.ts';
import type { Sources } from './snapshot.ts';
import { latestMessages, personView } from './surfaces.ts';

/** Largest act that is read, in bytes. */
const bodyLimit = 1_000_000;
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Domo Steward sandbox</title>
<link rel="icon" href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><rect width='16' height='16' rx='4' fill='%231d3b53'/><path d='M4 8.5l2.5 2.5L12 5.5' stroke='white' stroke-width='2' fill='none'/></svg>">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"><noscript>The sandbox's page needs JavaScript.</noscript></div></body>
</html>
`;

const listQuery = z.object({
  search: z.string().max(200).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  owner: z.coerce.number().int().optional(),
});

interface Answer {
  status: number;
  type: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}

/** Answers everything that the page asks for over HTTP. */
export function createRoutes(sources: Sources, hands: Hands, bundle: Bundle) {
  return async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type, body, headers } = await answerTo(request);
    response.writeHead(status, { ...safeHeaders, 'content-type': type, ...headers });
    response.end(body);
  };

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if (!comesFromHere(request)) return plain(403, 'This page answers only its own machine.');
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && url.pathname === '/act') return actAnswer(request);
    if (request.method !== 'GET') return plain(405, 'Only GET, and POST /act.');
    switch (url.pathname) {
      case '/':
        return { status: 200, type: 'text/html; charset=utf-8', body: html };
      case '/page.js':
        return { status: 200, type: 'text/javascript; charset=utf-8', body: bundle.script };
      case '/page.css':
        return { status: 200, type: 'text/css; charset=utf-8', body: bundle.style };
      case '/messages':
        return messages(url);
      case '/file':
        return file(url);
      case '/traffic':
        return json(sources.traffic.detail(url.searchParams.get('id') ?? '') ?? null);
      case '/domo/datasets':
      case '/domo/users':
        return list(url);
      case '/domo/owners':
        return json(listOwners(sources.domo, url.searchParams.get('search') ?? ''));
      case '/domo/dataset':
        return json(datasetDetail(sources.domo, url.searchParams.get('id') ?? ''));
      default:
        return plain(404, 'There is nothing here.');
    }
  }

  async function actAnswer(request: IncomingMessage): Promise<Answer> {
    if (request.headers['content-type'] !== 'application/json') return plain(415, 'JSON only.');
    return json(await actBy((await readBody(request, bodyLimit)).toString('utf8')));
  }

  async function actBy(body: string): Promise<ActAnswer> {
    try {
      const { as, act } = readAct(body);
      const person = playable(as);
      if (!person) return { ok: false, error: 'Nobody can act as this person.' };
      return await perform(hands, person, act);
    } catch (error) {
      return { ok: false, error: coerceError(error).message };
    }
  }

  function playable(id: string | null): SlackPerson | null {
    const person = sources.slack.workspace.people.get(id ?? '');
    return person && personView(person).playable ? person : null;
  }

  function messages({ searchParams }: URL): Answer {
    const person = playable(searchParams.get('as'));
    if (!person) return plain(404, 'Nobody.');
    const before = searchParams.get('before') ?? undefined;
    return json(latestMessages(sources.slack, person, searchParams.get('channel') ?? '', before));
  }

  /** A file that the app has posted, to those who see its message. */
  function file({ searchParams }: URL): Answer {
    const person = playable(searchParams.get('as'));
    const found = sources.slack.workspace.files.get(searchParams.get('id') ?? '');
    const seen =
      person &&
      found?.channelId &&
      visibleMessages(sources.slack.context, person, found.channelId).some((each) => each.files.includes(found));
    if (!found || !seen) return plain(404, 'There is no such file.');
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`;
    return {
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: found.content,
      headers: { 'content-disposition': disposition },
    };
  }

  function list({ pathname, searchParams }: URL): Answer {
    const parsed = listQuery.safeParse(Object.fromEntries(searchParams));
    if (!parsed.success) return plain(400, z.prettifyError(parsed.error));
    const { search, offset, owner } = parsed.data;
    if (pathname === '/domo/users') return json(listUsers(sources.domo, { search, offset }, sources.watch.owns));
    return json(listDatasets(sources.domo, { search, offset, ownerId: owner }));
  }
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
