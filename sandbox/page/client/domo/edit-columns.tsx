import { useState } from 'preact/hooks';
import type { ActOf } from '../../act.ts';
import type { DatasetDetail as Detail } from '../../protocol.ts';

type Columns = ActOf<'set columns'>['columns'];

interface Props {
  detail: Detail;
  onSave(columns: Columns, at: 'domo' | 'source'): void;
}

/** All columns as text, a line each, as `Weight DOUBLE`: to do by hand what was approved, or something else. */
export function EditColumns({ detail, onSave }: Props) {
  const { name, schema, columns, source } = detail;
  const [text, setText] = useState<string | null>(null);
  if (columns > schema.length) return null;
  const shown = text ?? schema.map((column) => `${column.name} ${column.type}`).join('\n');
  const save = (at: 'domo' | 'source') => {
    onSave(read(shown), at);
    setText(null);
  };
  return (
    <details class="edit-columns">
      <summary>Edit its columns</summary>
      <textarea
        class="text-input"
        aria-label={`Columns of ${name}, a line each`}
        rows={Math.min(schema.length + 2, 10)}
        spellcheck={false}
        value={shown}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <div class="by-hand-buttons">
        <button type="button" class="button small" onClick={() => save('domo')}>
          Save in Domo
        </button>
        {source && (
          <button
            type="button"
            class="button small"
            title="Domo has them after the next run."
            onClick={() => save('source')}
          >
            Save at its source
          </button>
        )}
      </div>
    </details>
  );
}

/** The last word of a line is the type. */
function read(text: string): Columns {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = line, type = 'STRING'] = /^(.+) (\w+)$/.exec(line) ?? [];
      return { name, type: type.toUpperCase() };
    });
}
