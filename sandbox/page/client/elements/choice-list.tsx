import { useEffect, useRef } from 'preact/hooks';
import type { Choice, Found } from './choice.ts';

interface Props<C extends Choice> {
  id: string;
  label: string;
  found: Found<C>;
  /** The index of the one that Enter picks. */
  active: number;
  style: Record<string, string>;
  onPick(choice: C): void;
}

/** The list of a combobox or composer: what fits, under its headings, or a sentence. */
export function ChoiceList<C extends Choice>({ id, label, found, active, style, onPick }: Props<C>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const sentence = typeof found === 'string' ? found : found.length === 0 ? 'No results' : null;
  const choices = typeof found === 'string' ? [] : found;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press must not take the focus from the field, which would close the list before the click
    <div class="popup" style={style} onMouseDown={(event) => event.preventDefault()}>
      {sentence && (
        <p class="popup-sentence" role="status">
          {sentence}
        </p>
      )}
      <div id={id} ref={list} role="listbox" aria-label={label}>
        {choices.map((choice, index) => (
          <>
            {choice.group && choice.group !== choices[index - 1]?.group && (
              <div class="popup-group" role="presentation">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field, as the combobox pattern has it */}
            <div
              key={choice.key}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              class="popup-choice"
              onClick={() => onPick(choice)}
            >
              <span>{choice.text}</span>
              {choice.note && <small>{choice.note}</small>}
            </div>
          </>
        ))}
      </div>
    </div>
  );
}
