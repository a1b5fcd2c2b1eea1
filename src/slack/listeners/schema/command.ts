import { isDatasetId } from '../../../catalog/dataset-id.ts';
import type { DatasetHit } from '../../../catalog/types.ts';
import { risks } from '../../../change/types.ts';
import { escapeMrkdwn, oneLine } from '../../text.ts';
import { datasetChoices } from '../../views/choices.ts';
import { schemaHelp } from '../../views/help.ts';
import { openSchemaButton } from '../../views/schema-buttons.ts';
import { schemaIds, writeSchemaStart } from '../../views/schema-ids.ts';
import { sentence } from '../../views/sentence.ts';
import { whoMessage } from '../../views/who.ts';
import { readCommandText, unescaped } from '../command-text.ts';
import type { Delivery } from '../delivery.ts';
import { type Reply, refused } from '../reply.ts';
import { lookBack } from '../request/look-back.ts';
import { openSchemaForm } from './open.ts';
import type { SchemaDeps } from './window.ts';

/** What may be meant as a subcommand; in quotes it is a dataset's name. */
const subcommand = /^help$|^(list|status|history|who)(\s|$)/i;

/** `/domo-schema` with whatever stands behind it: a subcommand, or a dataset by name or id. */
export async function schemaCommand(deps: SchemaDeps, { slackId, text }: Delivery): Promise<Reply> {
  const asked = unescaped(text.trim())
    .replace(/^["“”](.*)["“”]$/s, '$1')
    .trim();
  if (asked === '') return openSchemaForm(deps, slackId, {});
  const command = subcommand.test(text.trim()) ? readCommandText(text, deps.now(), '/domo-schema') : undefined;
  if (command?.does === 'help') return { say: schemaHelp() };
  if (command === undefined || command.does === 'open') return openFor(deps, slackId, asked);
  // A dataset's name may begin with such a word: `Status by region`, `History of art`, `Who is who`.
  const named = await findDatasets(deps, asked, command.does === 'explain');
  if (named.length > 0) return openFor(deps, slackId, asked, named);
  if (command.does === 'who') return whoForSchema(deps, slackId, command.of);
  if (command.does !== 'explain') return lookBack(deps, slackId, command, '/domo-schema');
  const refusal = await deps.workflow.mayLook(slackId, '/domo-schema');
  return refusal === undefined ? { say: schemaHelp(command.problem) } : refused(refusal);
}

async function openFor(deps: SchemaDeps, slackId: string, asked: string, found?: DatasetHit[]): Promise<Reply> {
  const refusal = await deps.workflow.mayAsk(slackId, '/domo-schema');
  if (refusal !== undefined) return refused(refusal);
  const hits = found ?? (await findDatasets(deps, asked));
  const [only] = hits;
  if (hits.length > 1) {
    const value = ({ id, name }: Pick<DatasetHit, 'id' | 'name'>) => writeSchemaStart({ dataset: { id, name } });
    return { say: datasetChoices(asked, hits, { actionId: schemaIds.action.choose, value }) };
  }
  if (only !== undefined) return openSchemaForm(deps, slackId, { dataset: { id: only.id, name: only.name } });
  // What was made in Domo a moment ago is not in the local copy yet; its id is enough.
  if (isDatasetId(asked)) return openSchemaForm(deps, slackId, { dataset: { id: asked.toLowerCase(), name: asked } });
  const words = `I can't find a dataset called “${escapeMrkdwn(oneLine(asked))}”. Search for it in the form, or use its ID.`;
  return { say: sentence(words, [openSchemaButton({})]) };
}

/** Those of exactly this name or id; else those that are `similar`. */
async function findDatasets(deps: SchemaDeps, asked: string, similar = true): Promise<DatasetHit[]> {
  const [found] = await deps.catalog.resolveDatasets([asked]);
  const exact = found?.hits ?? [];
  return exact.length > 0 || !similar ? exact : deps.catalog.searchDatasets(asked, { limit: 20 });
}

/** `/domo-schema who DATASET [risk]`. Rules go by the name, so that a dataset need not be there yet. */
async function whoForSchema(deps: SchemaDeps, slackId: string, asked: string): Promise<Reply> {
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
