import { risks } from '../../../change/types.ts';
import { oneLine } from '../../text.ts';
import { schemaHelp } from '../../views/help.ts';
import { whoMessage } from '../../views/who.ts';
import { unescaped } from '../command-text.ts';
import type { ListenerDeps } from '../deps.ts';
import { type Reply, refused } from '../reply.ts';

/** `/domo-schema who DATASET [risk]`. Rules go by the name, so that a dataset need not be there yet. */
export async function whoForSchema(deps: ListenerDeps, slackId: string, asked: string): Promise<Reply> {
  const refusal = await deps.workflow.mayReadAll(slackId, '/domo-schema who');
  if (refusal !== undefined) return refused(refusal, '/domo-schema');
  const words = unescaped(asked.trim());
  const risk = risks.find((each) => words.toLowerCase().endsWith(` ${each}`));
  const typed = (risk === undefined ? words : words.slice(0, -risk.length)).trim().replace(/^["“”](.*)["“”]$/s, '$1');
  if (typed === '')
    return { say: schemaHelp('Name the dataset: `/domo-schema who DATASET`, or `/domo-schema who DATASET breaking`.') };
  const [found] = await deps.catalog.resolveDatasets([typed]);
  const hit = found?.hits[0];
  const datasetName = hit?.name ?? typed;
  const answer = await deps.workflow.whoApproves({ kind: 'schema', datasetName, datasetId: hit?.id, risk });
  const named = risk === undefined ? '' : `, with the risk ${risk}`;
  return { say: whoMessage(`the columns of “${oneLine(datasetName)}”${named}`, answer) };
}
