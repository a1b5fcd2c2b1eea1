import type { Block } from '../../../slack/block-kit/blocks.ts';
import type { FieldValues } from '../../../slack/field-value.ts';
import { Scroll } from '../shell/scroll.tsx';
import { RichText } from '../text/rich-text.tsx';
import { ActionsBlock, InputBlock, SectionBlock } from './acting-blocks.tsx';
import { Card } from './card.tsx';
import { DataTable } from './data-table.tsx';
import { Alert, Context, Header, ImageBlock, Plan, TaskCard } from './display-blocks.tsx';
import { Markdown } from './markdown.tsx';
import { Table } from './table.tsx';

interface Props {
  blocks: Block[];
  values: FieldValues;
  errors?: Record<string, string>;
}

/** Blocks as Slack shows them, each kept by its id so that what is typed in it stays. */
export function Blocks({ blocks, values, errors = {} }: Props) {
  const title = blocks.find((block) => block.type === 'header')?.text.text ?? '';
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <div key={block.block_id} class={`block ${block.type}`}>
          <AnyBlock block={block} values={values} error={errors[block.block_id]} title={title} />
        </div>
      ))}
    </div>
  );
}

interface AnyProps {
  block: Block;
  values: FieldValues;
  error: string | undefined;
  /** Of all the blocks around it. */
  title: string;
}

function AnyBlock({ block, values, error, title }: AnyProps) {
  const held = values[block.block_id] ?? {};
  switch (block.type) {
    case 'header':
      return <Header text={block.text} />;
    case 'divider':
      return <hr />;
    case 'section':
      return <SectionBlock block={block} held={held} />;
    case 'actions':
      return <ActionsBlock block={block} held={held} />;
    case 'input':
      return <InputBlock block={block} held={held} error={error} />;
    case 'context':
      return <Context block={block} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'table':
      return <Table block={block} title={title} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'markdown':
      return <Markdown text={block.text} />;
    case 'alert':
      return <Alert block={block} />;
    case 'card':
      return <Card card={block} blockId={block.block_id} />;
    case 'carousel':
      return (
        <Scroll class="carousel-track" label="Cards">
          {block.elements.map((card, index) => (
            <Card key={card.block_id ?? index} card={card} blockId={block.block_id} />
          ))}
        </Scroll>
      );
    case 'task_card':
      return <TaskCard task={block} />;
    case 'plan':
      return <Plan block={block} />;
  }
}
