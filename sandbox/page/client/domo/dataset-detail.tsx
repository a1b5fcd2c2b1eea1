import { useEffect, useState } from 'preact/hooks';
import type { Act, DatasetRow, DatasetDetail as Detail, DomoUserRow, ListPage } from '../../protocol.ts';
import type { Found } from '../elements/choice.ts';
import { Combobox } from '../elements/combobox.tsx';
import { Scroll } from '../shell/scroll.tsx';
import { useAct } from '../state/acting.ts';
import { ask } from '../state/follow-sandbox.ts';

/** A dataset's schema and policies, and what a person may change in Domo's own pages behind the app's back. */
export function DatasetDetail({ row }: { row: DatasetRow }) {
  const [detail, setDetail] = useState<Detail | null>(null);
  useEffect(() => {
    let outdated = false;
    void ask<Detail>('/domo/dataset', { id: row.id }).then((found) => {
      if (!outdated) setDetail(found);
    });
    return () => {
      outdated = true;
    };
  }, [row.id, row.updatedAt, row.owner.id]);
  if (!detail) return <p class="hint">Loading…</p>;
  return (
    <div class="dataset-detail">
      <p class="hint">
        <code>{detail.id}</code>
        {detail.description && <> · {detail.description}</>}
      </p>
      {detail.policies.map((policy) => (
        <p key={policy.name} class="hint">
          Policy “{policy.name}” filters on {policy.columns.join(', ')}
        </p>
      ))}
      <Scroll class="schema" label={`Schema of ${detail.name}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Type</th>
            </tr>
          </thead>
          <tbody>
            {detail.schema.map((column, index) => (
              <tr key={index}>
                <td>{column.name}</td>
                <td>{column.type}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {detail.columns > detail.schema.length && <p class="hint">and {detail.columns - detail.schema.length} more</p>}
      {!detail.deleted && <ByHand detail={detail} />}
    </div>
  );
}

function ByHand({ detail }: { detail: Detail }) {
  const act = useAct();
  const [problem, setProblem] = useState<string | null>(null);
  const { id: datasetId } = detail;
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
        search={searchUsers}
        onPick={({ key }) => void change({ do: 'set owner', datasetId, ownerId: Number(key) })}
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
        {detail.connector && (
          <button
            type="button"
            class="button small"
            title="It writes the columns that its source has. The app looks again a minute after it applied a change."
            onClick={() => void change({ do: 'run connector', datasetId })}
          >
            Run its connector
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

async function searchUsers(query: string): Promise<Found<{ key: string; text: string; note: string }>> {
  const page = await ask<ListPage<DomoUserRow>>('/domo/users', { search: query });
  if (!page) return 'The sandbox isn’t answering.';
  return page.rows
    .filter((user) => !user.deleted)
    .map(({ id, name, email, owns }) => ({ key: String(id), text: name, note: `${email} · #${id} · owns ${owns}` }));
}
