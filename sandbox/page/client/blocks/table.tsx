import type { BlockOf, Cell as CellOf } from '../../../slack/block-kit/blocks.ts';
import { Scroll } from '../shell/scroll.tsx';
import { RichText } from '../text/rich-text.tsx';

/** A table: its first row is the heading. `title`: of the message that it stands in, to tell tables apart. */
export function Table({ block, title }: { block: BlockOf<'table'>; title: string }) {
  const [head = [], ...rows] = block.rows;
  const alignOf = (column: number) => block.column_settings?.[column]?.align ?? 'left';
  const wraps = (column: number) => block.column_settings?.[column]?.is_wrapped === true;
  const cellClass = (column: number) => `${alignOf(column)} ${wraps(column) ? 'wraps' : ''}`;
  return (
    <Scroll class="table-scroll" label={[title, head.map(textOf).join(', ')].filter(Boolean).join(': ')}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" class={cellClass(column)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={cellClass(column)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function textOf(cell: CellOf): string {
  return cell.type === 'rich_text' ? '' : cell.text;
}

export function Cell({ cell }: { cell: CellOf }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : cell.text;
}
