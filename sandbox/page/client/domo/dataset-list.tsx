import { useState } from 'preact/hooks';
import type { DatasetRow, OwnerView } from '../../protocol.ts';
import { useLanded } from '../state/landed.ts';
import { DatasetDetail } from './dataset-detail.tsx';
import { GiveSeveral } from './give-several.tsx';
import { LongList } from './long-list.tsx';
import { usePages } from './use-pages.ts';

interface Props {
  owner: { id: number; name: string } | null;
  onForgetOwner(): void;
}

/** Domo's datasets: searched, fetched page by page, and changed in place as changes land. */
export function DatasetList({ owner, onForgetOwner }: Props) {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { list, more } = usePages<DatasetRow>('/domo/datasets', search, owner?.id ?? null);
  const { rows: landed, fresh } = useLanded();
  const rows = (list?.rows ?? []).map((row) => landed.get(row.id) ?? row);
  // What has just changed is in sight even where the list shows other datasets.
  const elsewhere = [...fresh].filter((id) => !rows.some((row) => row.id === id)).slice(-3);
  const above = elsewhere.flatMap((id) => landed.get(id) ?? []);
  return (
    <>
      <div class="list-search">
        <input
          type="search"
          class="text-input"
          aria-label="Search datasets"
          placeholder="Search by name, ID or owner"
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        {owner && (
          <button
            type="button"
            class="button small"
            onClick={onForgetOwner}
            aria-label={`Show all, not only ${owner.name}’s`}
          >
            {owner.name} ×
          </button>
        )}
      </div>
      {picked.size > 0 && <GiveSeveral datasetIds={[...picked]} onDone={() => setPicked(new Set())} />}
      <LongList label="Datasets" shown={rows.length} total={list?.total ?? null} onMore={() => void more()}>
        {[...above, ...rows].map((row) => (
          <li key={row.id} class={rowClass(row, fresh.has(row.id))}>
            <input
              type="checkbox"
              class="dataset-pick"
              aria-label={`Pick ${row.name}`}
              checked={picked.has(row.id)}
              disabled={row.deleted}
              onChange={() => setPicked(toggled(picked, row.id))}
            />
            <button
              type="button"
              class="dataset-head"
              aria-expanded={open === row.id}
              onClick={() => setOpen(open === row.id ? null : row.id)}
            >
              <span class="dataset-name">
                {row.name} <code>{row.id.slice(0, 8)}</code>
              </span>
              <span class="dataset-owner">{ownerWords(row.owner)}</span>
              <span class="dataset-facts">
                {row.kind} · {row.columns === 1 ? '1 column' : `${row.columns.toLocaleString('en')} columns`}
                {row.rowSecurity && ' · row security'}
                {row.deleted && ' · deleted'}
              </span>
            </button>
            {open === row.id && <DatasetDetail row={row} />}
          </li>
        ))}
      </LongList>
    </>
  );
}

function toggled(picked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return picked.has(id) ? new Set([...picked].filter((each) => each !== id)) : new Set([...picked, id]);
}

function rowClass({ deleted }: DatasetRow, isFresh: boolean): string {
  return ['dataset', isFresh && 'fresh', deleted && 'gone'].filter(Boolean).join(' ');
}

function ownerWords({ name, kind, id }: OwnerView): string {
  if (kind === 'unknown') return `unknown owner ${id}`;
  if (kind === 'group') return `${name} (group)`;
  return kind === 'deleted' ? `${name} (deleted in Domo)` : name;
}
