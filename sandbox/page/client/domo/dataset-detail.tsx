import { useEffect, useState } from 'preact/hooks';
import type { DatasetRow, DatasetDetail as Detail } from '../../protocol.ts';
import { Scroll } from '../shell/scroll.tsx';
import { ask } from '../state/follow-sandbox.ts';
import { ByHand } from './by-hand.tsx';

/** What uses a dataset, its schema and policies, and what a person may change in Domo's own pages behind the app's back. */
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
      {detail.uses.map(({ count, names, more }) => (
        <p key={count} class="hint">
          <b>{count}</b>: {names.join(', ')}
          {more && ' …'}
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
