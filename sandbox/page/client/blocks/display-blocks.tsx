import type { BlockOf } from '../../../slack/block-kit/blocks.ts';
import type { TextObject } from '../../../slack/block-kit/texts.ts';
import { RichText } from '../text/rich-text.tsx';
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
        element.type === 'image' ? (
          <img key={index} src={element.image_url} alt={element.alt_text} width={20} height={20} />
        ) : (
          <Text key={index} text={element} />
        ),
      )}
    </div>
  );
}

export function ImageBlock({ block }: { block: BlockOf<'image'> }) {
  return (
    <figure>
      {block.title && <figcaption>{block.title.text}</figcaption>}
      <img src={block.image_url} alt={block.alt_text} />
    </figure>
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

const statusMarks = { pending: '○', in_progress: '◐', complete: '✓', error: '✕' };

export function TaskCard({ task }: { task: BlockOf<'task_card'> }) {
  return (
    <div class={`task ${task.status}`}>
      <span class="task-mark" role="img" aria-label={task.status.replace('_', ' ')}>
        {statusMarks[task.status]}
      </span>
      <div>
        <strong>{task.title}</strong>
        {task.details && <RichText block={task.details} />}
        {task.output && <RichText block={task.output} />}
        {task.sources?.map((source) => (
          <a key={source.url} href={source.url} target="_blank" rel="noreferrer">
            {source.text}
          </a>
        ))}
      </div>
    </div>
  );
}

export function Plan({ block }: { block: BlockOf<'plan'> }) {
  return (
    <div class="plan-box">
      <h4>{block.title}</h4>
      {(block.tasks ?? []).map((task) => (
        <TaskCard key={task.task_id} task={task} />
      ))}
    </div>
  );
}
