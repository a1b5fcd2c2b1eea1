import type { DatasetHit } from '../../../catalog/types.ts';
import { escapeMrkdwn, oneLine } from '../../text.ts';
import { schemaHelp } from '../../views/help.ts';
import { datasetChoices, sentence } from '../../views/lists.ts';
import { openSchemaButton } from '../../views/schema-buttons.ts';
import { schemaIds, writeSchemaStart } from '../../views/schema-ids.ts';
import { tellAbout } from '../owner/command.ts';
import { readOwnerCommand, unescaped } from '../owner/command-text.ts';
import { sayPrivately, type Turn, tellRefusal } from '../turn.ts';
import { openSchemaForm } from './open.ts';
import type { SchemaDeps } from './window.ts';

const subcommand = /^(help|list|status|history)(\s|$)/i;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `/domo-schema` with whatever stands behind it: a subcommand, or a dataset by name or id. */
export async function schemaCommand(deps: SchemaDeps, turn: Turn, text: string): Promise<void> {
  const asked = unescaped(text.trim())
    .replace(/^["“”](.*)["“”]$/s, '$1')
    .trim();
  if (asked === '') return openSchemaForm(deps, turn, {});
  const command = subcommand.test(text.trim()) ? readOwnerCommand(text, '/domo-schema') : undefined;
  if (command?.does === 'help') return sayPrivately(deps, turn, schemaHelp());
  if (command?.does === 'explain') return sayPrivately(deps, turn, schemaHelp(command.problem));
  const looks = command !== undefined && command.does !== 'open';
  const refusal = await (looks ? deps.workflow.mayLook : deps.workflow.mayAsk)(turn.slackId, '/domo-schema');
  if (refusal !== undefined) return tellRefusal(deps, turn, refusal);
  if (looks) return tellAbout(deps, turn, command, '/domo-schema');
  await openFor(deps, turn, asked);
}

async function openFor(deps: SchemaDeps, turn: Turn, asked: string): Promise<void> {
  const hits = await findDatasets(deps, asked);
  const [only] = hits;
  if (hits.length > 1) {
    const value = ({ id, name }: DatasetHit) => writeSchemaStart({ dataset: { id, name } });
    return sayPrivately(deps, turn, datasetChoices(asked, hits, { actionId: schemaIds.action.choose, value }));
  }
  if (only !== undefined) return openSchemaForm(deps, turn, { dataset: { id: only.id, name: only.name } });
  // What was made in Domo a moment ago is not in the local copy yet; its id is enough.
  if (uuid.test(asked)) return openSchemaForm(deps, turn, { dataset: { id: asked.toLowerCase(), name: asked } });
  const words = `No dataset here is called “${escapeMrkdwn(oneLine(asked))}”. Search for it in the form, or give its id.`;
  await sayPrivately(deps, turn, sentence(words, [openSchemaButton({})]));
}

async function findDatasets(deps: SchemaDeps, asked: string): Promise<DatasetHit[]> {
  const [found] = await deps.catalog.resolveDatasets([asked]);
  const exact = found?.hits ?? [];
  return exact.length > 0 ? exact : deps.catalog.searchDatasets(asked, { limit: 20 });
}
