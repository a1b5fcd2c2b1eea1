import type { BlockOf } from '../../../slack/block-kit/blocks.ts';
import type { TextObject } from '../../../slack/block-kit/texts.ts';
import { Text } from '../text/text.tsx';

export function Header({ text }: { text: TextObject }) {
  return (
    <h3>
      <Text text={text} />
    </h3>
  );
}

export function Context({ block }: { block: BlockOf<'context'> }) {
  return (
    <div class="context-row">
      {block.elements.map((element, index) =>
        element.type === 'image' ? <NotDrawn key={index} type="image" /> : <Text key={index} text={element} />,
      )}
    </div>
  );
}

const alertMarks = { default: 'ⓘ', info: 'ⓘ', warning: '⚠', error: '⛔', success: '✓' };

export function Alert({ block }: { block: BlockOf<'alert'> }) {
  const level = block.level ?? 'default';
  return (
    <div class={`alert-box ${level}`} role={level === 'error' || level === 'warning' ? 'alert' : 'status'}>
      <span aria-hidden="true">{alertMarks[level]}</span>
      <Text text={block.text} />
    </div>
  );
}

/** Stands for what Slack has, and takes here, and this page does not draw. */
export function NotDrawn({ type }: { type: string }) {
  return <em>This page doesn’t draw: {type}</em>;
}
