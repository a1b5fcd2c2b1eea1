import { useId } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.ts';
import { Text } from '../text/text.tsx';
import { Dialog } from './dialog.tsx';

type Confirm = NonNullable<Extract<Element, { type: 'button' }>['confirm']>;

/** Slack's own question before something is really done. */
export function ConfirmDialog({ confirm, onAnswer }: { confirm: Confirm; onAnswer(yes: boolean): void }) {
  const titleId = useId();
  const textId = useId();
  return (
    <Dialog over="page" class="confirm" labelledBy={titleId} describedBy={textId} onCancel={() => onAnswer(false)}>
      <h2 id={titleId}>{confirm.title.text}</h2>
      <div id={textId} class="confirm-text">
        <Text text={confirm.text} />
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => onAnswer(false)}>
          {confirm.deny.text}
        </button>
        <button
          type="button"
          class={`button ${confirm.style === 'danger' ? 'danger' : 'primary'}`}
          data-focus-on-load
          onClick={() => onAnswer(true)}
        >
          {confirm.confirm.text}
        </button>
      </div>
    </Dialog>
  );
}
