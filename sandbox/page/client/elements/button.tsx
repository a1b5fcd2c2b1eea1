import type { Element } from '../../../slack/block-kit/elements.ts';
import { Text } from '../text/text.tsx';
import { useTelling } from './use-telling.tsx';

type ButtonElement = Extract<Element, { type: 'button' }>;

/** A button, grey while Slack waits for the app. */
export function Button({ element, blockId }: { element: ButtonElement; blockId: string }) {
  const { busy, press, after } = useTelling(blockId, element);
  const open = () => {
    if (element.url && /^https?:/.test(element.url)) window.open(element.url, '_blank', 'noreferrer');
    press();
  };
  return (
    <span class="element">
      <button
        type="button"
        class={`button ${element.style ?? ''}`}
        aria-label={element.accessibility_label}
        aria-busy={busy || undefined}
        aria-disabled={busy || undefined}
        onClick={open}
      >
        <Text text={element.text} />
      </button>
      {after}
    </span>
  );
}
