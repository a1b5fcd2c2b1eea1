import { itemsCsv } from '../../csv.ts';
import { readHistoryValue, readListValue, readRequestId } from '../../ids.ts';
import { requestsCsv } from '../../requests-csv.ts';
import { sentence } from '../../views/sentence.ts';
import type { Delivery } from '../delivery.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';

/** In UTF-16 units: the whole file is in memory while it is sent. */
const longestFile = 20_000_000;

/** `Send me the CSV`, under a list. */
export async function sendList(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { offset: _, ...list } = readListValue(value);
  return send(deps, slackId, 'requests', () => requestsCsv(deps.workflow.everyRequest(slackId, { list })));
}

/** The same under a history. */
export async function sendHistory(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { subject } = readHistoryValue(value);
  const { everyRequest, everyOutside } = deps.workflow;
  return send(deps, slackId, 'history', () =>
    requestsCsv(
      everyRequest(slackId, { subject }),
      'datasetId' in subject ? everyOutside(subject.datasetId) : undefined,
    ),
  );
}

/** `Send me the log`, under a list since some day. */
export async function sendLog(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { since = deps.now() } = readListValue(value);
  return send(deps, slackId, 'audit-log', () => deps.workflow.logSince(since));
}

/** The same under `Details`: the plan of one request, and once it ran what became of it. */
export async function sendRequest(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const outcome = await deps.workflow.requestForFile(readRequestId(value), slackId);
  if (!outcome.ok) return refused(outcome.refusal);
  const { record, ran, pages } = outcome;
  const words = await sendFile(deps, slackId, `request-${record.number}`, () =>
    itemsCsv(pages, ran ? 'result' : 'plan', record),
  );
  return { tell: { title: `CSV of #${record.number}`, words, level: 'info' } };
}

async function send(
  deps: ListenerDeps,
  slackId: string,
  name: string,
  read: () => AsyncIterable<string>,
): Promise<Reply> {
  const refusal = await deps.workflow.mayReadAll(slackId, `send ${name}`);
  if (refusal !== undefined) return refused(refusal);
  return { say: sentence(await sendFile(deps, slackId, name, read)) };
}

/** Resolves to what came of it, in words. */
async function sendFile(
  deps: ListenerDeps,
  slackId: string,
  name: string,
  read: () => AsyncIterable<string>,
): Promise<string> {
  const content = await gathered(read());
  if (content === undefined) return tooLarge;
  const filename = `${name}-${deps.now().toISOString().slice(0, 10)}.csv`;
  const sent = await deps.client.sendFile(slackId, { filename, title: filename, content });
  return sent ? sentIt : filesNotAllowed;
}

const tooLarge = 'The file would be too large for Slack. Narrow the list, or use `npm run audit -- export`.';
const sentIt = 'I sent you the CSV as a message.';
const filesNotAllowed =
  "I can't send the CSV: this workspace doesn't allow files. An admin can write one with `npm run audit -- export`.";

/** All pieces, as long as they are not too many. */
async function gathered(pieces: AsyncIterable<string>): Promise<Buffer | undefined> {
  const kept: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > longestFile) return undefined;
    kept.push(piece);
  }
  return Buffer.from(kept.join(''));
}
