import type { Block } from '../../../slack/block-kit/blocks.ts';
import type { FieldValues } from '../../../slack/field-value.ts';
import { ActionsBlock, InputBlock, SectionBlock } from './acting-blocks.tsx';
import { Alert, Context, Header, NotDrawn } from './display-blocks.tsx';

interface Props {
  blocks: Block[];
  values: FieldValues;
  errors?: Record<string, string>;
}

/** Blocks as Slack shows them, each kept by its id so that what is typed in it stays. */
export function Blocks({ blocks, values, errors = {} }: Props) {
  return (
    <div class="blocks">
      {blocks.map((block) => (
        <div key={block.block_id} class={`block ${block.type}`}>
          <AnyBlock block={block} values={values} error={errors[block.block_id]} />
        </div>
      ))}
    </div>
  );
}

interface AnyProps {
  block: Block;
  values: FieldValues;
  error: string | undefined;
}

function AnyBlock({ block, values, error }: AnyProps) {
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
    case 'alert':
      return <Alert block={block} />;
    default:
      return <NotDrawn type={block.type} />;
  }
}
