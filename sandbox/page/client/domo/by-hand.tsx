import { useState } from 'preact/hooks';
import type { Act } from '../../act.ts';
import type { DatasetDetail as Detail } from '../../protocol.ts';
import { Combobox } from '../elements/combobox.tsx';
import { useAct } from '../state/acting.ts';
import { EditColumns } from './edit-columns.tsx';
import { searchOwners } from './owner-search.ts';

/** What a person may do to a dataset in Domo's own pages, or at its source. */
export function ByHand({ detail }: { detail: Detail }) {
  const act = useAct();
  const [problem, setProblem] = useState<string | null>(null);
  const { id: datasetId, source } = detail;
  async function change(wanted: Act): Promise<void> {
    const answer = await act(wanted);
    setProblem(answer.ok ? null : answer.error);
  }
  return (
    <fieldset class="by-hand">
      <legend>Change by hand, behind the app’s back</legend>
      <Combobox
        label={`New owner of ${detail.name}, by hand`}
        placeholder="Give it to…"
        shown=""
        delayMs={100}
        search={searchOwners}
        onPick={({ owner }) => void change({ do: 'set owner', datasetIds: [datasetId], owner })}
      />
      <EditColumns
        detail={detail}
        onSave={(columns, at) => void change({ do: 'set columns', datasetId, columns, at })}
      />
      <div class="by-hand-buttons">
        <button
          type="button"
          class="button small"
          disabled={detail.columns === 0}
          onClick={() =>
            void change({
              do: 'rename column',
              datasetId,
              index: 0,
              name: `${detail.schema[0]?.name ?? 'Column'} (renamed)`,
            })
          }
        >
          Rename first column
        </button>
        <button
          type="button"
          class="button small"
          onClick={() =>
            void change({
              do: 'describe',
              datasetId,
              description: `Edited by hand at ${new Date().toLocaleTimeString()}`,
            })
          }
        >
          Edit description
        </button>
        {source && (
          <button
            type="button"
            class="button small"
            title="It writes the columns that its source has. The app looks again a minute after it applied a change."
            onClick={() => void change({ do: 'run connector', datasetId })}
          >
            Run its {source}
          </button>
        )}
        <button
          type="button"
          class="button small danger-text"
          onClick={() => void change({ do: 'delete dataset', datasetId })}
        >
          Delete
        </button>
      </div>
      {problem && (
        <p class="act-error" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
