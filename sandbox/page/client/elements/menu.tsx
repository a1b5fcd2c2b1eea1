import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePopup } from './use-popup.ts';

export interface MenuItem {
  key: string;
  text: string;
  note?: string | undefined;
  danger?: boolean;
}

interface Props {
  label: string;
  items: MenuItem[];
  class?: string;
  busy?: boolean;
  onPick(item: MenuItem): void;
  children: ComponentChildren;
}

/** A button that opens a menu: arrow keys move, Enter picks, Escape closes. */
export function Menu({ label, items, busy = false, onPick, children, ...props }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const style = usePopup(button, isOpen, 220);
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (isOpen && style.visibility !== 'hidden') entries()[0]?.focus();
  }, [isOpen, style]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all.at(to % all.length)?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') setOpen(false);
  }

  return (
    <span class="menu">
      <button
        ref={button}
        type="button"
        class={props.class ?? 'button'}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-busy={busy || undefined}
        aria-disabled={busy || undefined}
        onClick={() => !busy && setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the menu closes it; Escape does it by keyboard */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
          <div class="backdrop" onClick={close} />
          <div
            ref={list}
            class="popup"
            role="menu"
            tabIndex={-1}
            aria-label={label}
            style={style}
            onKeyDown={onKeyDown}
          >
            {items.map((item) => (
              <button
                key={item.key}
                type="button"
                role="menuitem"
                class={`popup-choice ${item.danger ? 'danger-text' : ''}`}
                onClick={() => {
                  close();
                  onPick(item);
                }}
              >
                <span>{item.text}</span>
                {item.note && <small>{item.note}</small>}
              </button>
            ))}
          </div>
        </>
      )}
    </span>
  );
}
