import { readHistoryValue, readListValue } from '../../ids.ts';
import { requestsCsv } from '../../requests-csv.ts';
import { sentence } from '../../views/lists.ts';
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
  return send(deps, slackId, 'history', () => requestsCsv(deps.workflow.everyRequest(slackId, { subject })));
}

/** `Send me the log`, under a list since some day. */
export async function sendLog(deps: ListenerDeps, { slackId, value }: Delivery): Promise<Reply> {
  const { since = deps.now() } = readListValue(value);
  return send(deps, slackId, 'audit-log', () => deps.workflow.logSince(since));
}

async function send(
  deps: ListenerDeps,
  slackId: string,
  name: string,
  read: () => AsyncIterable<string>,
): Promise<Reply> {
  const refusal = await deps.workflow.mayReadAll(slackId, `send ${name}`);
  if (refusal !== undefined) return refused(refusal);
  const content = await gathered(read());
  if (content === undefined) {
    return {
      say: sentence('The file would be too large for Slack. Narrow the list, or use `npm run audit -- export`.'),
    };
  }
  const filename = `${name}-${deps.now().toISOString().slice(0, 10)}.csv`;
  const sent = await deps.client.sendFile(slackId, { filename, title: filename, content });
  return { say: sentence(sent ? sentIt : filesNotAllowed) };
}

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
