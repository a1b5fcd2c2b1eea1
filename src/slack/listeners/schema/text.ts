import { replaceFromText } from '../../../change/schema/edit.ts';
import { isPastedBelow, parseFields } from '../../../change/schema/fields.ts';
import type { TextProblem } from '../../../change/schema/text.ts';
import { countOf, cut } from '../../text.ts';
import { schemaIds } from '../../views/schema-ids.ts';
import { schemaSentences } from '../../views/schema-sentences.ts';
import type { Turn } from '../turn.ts';
import { showEdited } from './edit.ts';
import type { SchemaView } from './payloads.ts';
import type { SchemaDeps } from './window.ts';

/** `Edit as text` was sent: every column from the fields, or each line that cannot be read, beside its field. */
export async function onTextForm(deps: SchemaDeps, turn: Turn, view: SchemaView): Promise<void> {
  const draft = await deps.drafts.find(turn.slackId, view.metadata.draftId);
  const fields = view.fields(schemaIds.block.columns);
  const first = fields[0]?.blockId ?? `${schemaIds.block.columns}0`;
  const refuse = (errors: Record<string, string>) => turn.ack({ response_action: 'errors', errors });
  if (draft === undefined) return refuse({ [first]: schemaSentences.goneBelow });

  const types = new Set([...draft.edit.before, ...draft.edit.columns].map(({ type }) => type));
  const parsed = parseFields(
    fields.map(({ text }) => text),
    [...types],
  );
  if (!parsed.ok) {
    const told = [...parsed.problems].map(([i, problems]) => [fields[i]?.blockId ?? first, problemsSentence(problems)]);
    return refuse(Object.fromEntries(told));
  }
  if (isPastedBelow(parsed.columns)) return refuse({ [fields.at(-1)?.blockId ?? first]: schemaSentences.pastedBelow });
  const columns = parsed.columns.flat();
  if (columns.length === 0) return refuse({ [first]: schemaSentences.noColumns });

  // A text says what every column shall be: on a newer list than the one it was made from, it would undo others' edits.
  const isNewest = draft.version === view.metadata.version;
  if (!turn.begin()) return;
  const edit = replaceFromText(draft.edit, columns);
  const saved = isNewest ? await deps.inTurn(view.rootId, () => deps.drafts.save(draft, { edit })) : undefined;
  if (saved === undefined) return refuse({ [first]: schemaSentences.textStale });
  await turn.ack();
  await showEdited(deps, view, { draft: saved, stale: false }, 0);
}

const shownProblems = 4;

function problemsSentence(problems: TextProblem[]): string {
  const shown = problems.slice(0, shownProblems).map(({ line, problem }) => `Line ${line}: ${problem}`);
  const more = problems.length - shown.length;
  return cut([...shown, ...(more > 0 ? [`And ${countOf(more, 'more line')}.`] : [])].join(' '), 1000);
}
