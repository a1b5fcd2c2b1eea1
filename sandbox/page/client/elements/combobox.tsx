import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Choice, Found } from './choice.ts';
import { ChoiceList } from './choice-list.tsx';
import { usePopup } from './use-popup.ts';

interface Props<C extends Choice> {
  id?: string;
  /** For inputs without a `<label>`. */
  label?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean;
  placeholder?: string | undefined;
  /** What is chosen, as shown while nobody searches; empty: nothing. */
  shown: string;
  disabled?: boolean;
  focusOnLoad?: boolean | undefined;
  /** Between the last key and the search, in ms. */
  delayMs?: number;
  search(query: string): Promise<Found<C>> | Found<C>;
  onPick(choice: C): void;
}

/** A browser shows the end of a long text that gets the focus, and a name stands at its start. What is typed takes its place. */
function showStart(input: HTMLInputElement): void {
  input.select();
  requestAnimationFrame(() => {
    input.scrollLeft = 0;
  });
}

/** A field that searches as you type and offers what fits, by mouse and by keyboard (the ARIA combobox pattern). */
export function Combobox<C extends Choice>(props: Props<C>) {
  const { shown, search, onPick, delayMs = 0 } = props;
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<string | null>(null);
  const [found, setFound] = useState<Found<C>>('Loading…');
  const [active, setActive] = useState(0);
  const isOpen = query !== null;
  const style = usePopup(input, isOpen, 240);
  const latest = useRef(search);
  latest.current = search;

  useEffect(() => {
    if (query === null) return;
    let outdated = false;
    const timer = window.setTimeout(async () => {
      const result = await latest.current(query);
      if (outdated) return;
      setFound(result);
      setActive(0);
    }, delayMs);
    return () => {
      outdated = true;
      window.clearTimeout(timer);
    };
  }, [query, delayMs]);

  const choices = typeof found === 'string' ? [] : found;
  const close = () => {
    setQuery(null);
    setFound('Loading…');
  };
  const open = () => {
    if (!isOpen && !props.disabled) setQuery('');
  };
  const pick = (choice: C | undefined) => {
    if (!choice) return;
    close();
    onPick(choice);
  };
  const step = (by: number) => setActive((before) => (before + by + choices.length) % Math.max(choices.length, 1));
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) step(event.key === 'ArrowDown' ? 1 : -1);
      else open();
    } else if (event.key === 'Enter' && isOpen && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      pick(choices[active]);
    } else if (event.key === 'Escape' && isOpen) {
      // Only the list closes, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return (
    <span class="combobox">
      <input
        ref={input}
        {...(props.id && { id: props.id })}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && choices.length > 0 ? `${listId}-${active}` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        data-focus-on-load={props.focusOnLoad || undefined}
        disabled={props.disabled}
        placeholder={shown || props.placeholder || 'Choose an option'}
        class={shown ? 'has-choice' : ''}
        value={query ?? shown}
        onClick={open}
        onFocus={(event) => showStart(event.currentTarget)}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <span class="chevron" aria-hidden="true" />
      {isOpen && (
        <ChoiceList<C>
          id={listId}
          label={props.label ?? 'Choices'}
          found={found}
          active={active}
          style={style}
          onPick={pick}
        />
      )}
    </span>
  );
}
