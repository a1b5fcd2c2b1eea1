import { replaceFromText } from '../../../change/schema/edit.ts';
import { isPastedBelow, parseFields } from '../../pasted/fields.ts';
import type { TextProblem } from '../../pasted/types.ts';
import { asCopied, countOf, cut, firstLines, oneLine } from '../../text.ts';
import { schemaIds } from '../../views/schema-ids.ts';
import { schemaSentences } from '../../views/schema-sentences.ts';
import type { FormReply } from '../form.ts';
import { showEdited } from './edit.ts';
import type { SchemaView } from './payloads.ts';
import type { SchemaDeps } from './window.ts';

/** `Edit as text` was sent: every column from the fields, or each line that cannot be read, beside its field. */
export async function onTextForm(deps: SchemaDeps, slackId: string, view: SchemaView): Promise<FormReply> {
  const draft = await deps.drafts.find(slackId, view.metadata.draftId);
  const fields = view.fields(schemaIds.block.columns);
  const first = fields[0]?.blockId ?? `${schemaIds.block.columns}0`;
  if (draft === undefined) return { errors: { [first]: schemaSentences.goneBelow } };

  const types = new Set([...draft.edit.before, ...draft.edit.columns].map(({ type }) => type));
  const parsed = parseFields(
    fields.map(({ text }) => text),
    [...types],
  );
  if (!parsed.ok) {
    const told = [...parsed.problems].map(([i, problems]) => [fields[i]?.blockId ?? first, problemsSentence(problems)]);
    return { errors: Object.fromEntries(told) };
  }
  if (isPastedBelow(parsed.columns))
    return { errors: { [fields.at(-1)?.blockId ?? first]: schemaSentences.pastedBelow } };
  const known = [...draft.edit.before, ...draft.edit.columns].map(({ name }) => name);
  const columns = parsed.columns.flat().map((column) => ({ ...column, name: asCopied(column.name, known) }));
  if (columns.length === 0) return { errors: { [first]: schemaSentences.noColumns } };

  // A text says what every column shall be: on a newer list than the one it was made from, it would undo others' edits.
  const stale = { errors: { [first]: schemaSentences.textStale } };
  if (draft.version !== view.metadata.version) return stale;
  return {
    save: async () => {
      const edit = replaceFromText(draft.edit, columns);
      const saved = await deps.inOrder(view.formId, () => deps.drafts.save(draft, { edit }));
      if (saved === undefined) return stale;
      const edited = { draft: saved, stale: false, notice: becameSentence(parsed.became) };
      return { after: () => showEdited(deps, view, edited, { page: 0 }) };
    },
  };
}

const shownTypes = 8;

/** Says what became of types that Domo does not have. */
function becameSentence(became: Map<string, string>): string | undefined {
  if (became.size === 0) return undefined;
  const shown = [...became].slice(0, shownTypes).map(([word, type]) => `${oneLine(word, 40)} → ${type}`);
  const more = became.size > shownTypes ? ` and ${countOf(became.size - shownTypes, 'more type')}` : '';
  return `Types read as Domo's: ${shown.join(', ')}${more}.`;
}

const shownProblems = 4;

function problemsSentence(problems: TextProblem[]): string {
  const sentence = ({ line, problem }: TextProblem) => `Line ${line}: ${problem}`;
  const more = (count: number) => `And ${countOf(count, 'more line')}.`;
  return cut(firstLines(problems, shownProblems, sentence, more).join(' '), 1000);
}
