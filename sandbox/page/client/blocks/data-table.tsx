import { useState } from 'preact/hooks';
import type { BlockOf, Cell as CellOf } from '../../../slack/block-kit/blocks.ts';
import { Scroll } from '../shell/scroll.tsx';
import { Cell } from './table.tsx';

/** Slack's own, where an app does not say. */
const defaultPage = 5;

/** A table that can be sorted by a click on a heading, and paged. */
export function DataTable({ block }: { block: BlockOf<'data_table'> }) {
  const [head = [], ...rows] = block.rows;
  const [page, setPage] = useState(0);
  const [sort, setSort] = useState<{ column: number; down: boolean } | null>(null);
  const size = block.page_size ?? defaultPage;
  const sorted = sort === null ? rows : rows.toSorted((a, b) => compare(a[sort.column], b[sort.column], sort.down));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, pages - 1);
  const sortBy = (column: number) => setSort({ column, down: sort?.column === column && !sort.down });
  const ariaSort = (column: number) => (sort?.column !== column ? 'none' : sort.down ? 'descending' : 'ascending');
  return (
    <Scroll class="table-scroll" label={block.caption}>
      <table>
        <caption>{block.caption}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" aria-sort={ariaSort(column)}>
                <button type="button" class="sort" onClick={() => sortBy(column)}>
                  <Cell cell={cell} />
                  <span aria-hidden="true">{sort?.column === column ? (sort.down ? ' ▾' : ' ▴') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(at * size, (at + 1) * size).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column === block.row_header_column_index ? (
                  <th key={column} scope="row">
                    <Cell cell={cell} />
                  </th>
                ) : (
                  <td key={column}>
                    <Cell cell={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="button small" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Previous
          </button>
          <span>
            Page {at + 1} of {pages}
          </span>
          <button type="button" class="button small" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            Next
          </button>
        </div>
      )}
    </Scroll>
  );
}

function compare(a: CellOf | undefined, b: CellOf | undefined, down: boolean): number {
  const sign = down ? -1 : 1;
  if (a?.type === 'raw_number' && b?.type === 'raw_number') return sign * (a.value - b.value);
  return sign * textOf(a).localeCompare(textOf(b), undefined, { numeric: true });
}

function textOf(cell: CellOf | undefined): string {
  if (!cell) return '';
  return cell.type === 'rich_text' ? JSON.stringify(cell.elements) : cell.text;
}
