import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  class: string;
  labelledBy: string;
  describedBy?: string;
  /** When this changes, the dialog shows something new, and its first field gets the focus. */
  content?: string;
  /** What waits meanwhile: the whole page, or Slack alone, so that Domo and the app can be watched and disturbed. */
  over: 'page' | 'slack';
  onCancel(): void;
  children: ComponentChildren;
}

const first = ['[data-focus-on-load]', '.view-body :is(input, textarea, button):not(:disabled)', 'h2'];
const reachable = 'button:not(:disabled), input:not(:disabled), textarea, a[href], [tabindex="0"]';

/** A dialog that keeps the focus inside, leaves at Escape, and gives the focus back to where it was. */
export function Dialog({ labelledBy, describedBy, content = '', over, onCancel, children, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Asked while this is drawn first: what becomes inert loses the focus soon after.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    if (over === 'page') dialog.current?.showModal();
    else dialog.current?.show();
    return () => {
      // Slack is still inert while this is taken away.
      window.setTimeout(() => {
        if (before instanceof HTMLElement && before.isConnected) before.focus();
      });
    };
  }, [over, before]);
  useEffect(() => {
    const found = first.map((each) => dialog.current?.querySelector<HTMLElement>(each)).find((each) => each);
    found?.focus();
  }, [content]);

  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    // Heard wherever the focus is: beside a form one may be at Domo's switches.
    const leave = (event: KeyboardEvent) => {
      const top = [...document.querySelectorAll('dialog[open]')].at(-1);
      if (event.key !== 'Escape' || event.defaultPrevented || top !== dialog.current) return;
      // Whether it closes is for the app's answer to say.
      event.preventDefault();
      cancel.current();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, []);

  function keepInside(event: KeyboardEvent): void {
    if (event.key !== 'Tab') return;
    const all = [...(dialog.current?.querySelectorAll<HTMLElement>(reachable) ?? [])];
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
  return (
    <dialog
      ref={dialog}
      class={props.class}
      aria-modal="true"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onKeyDown={keepInside}
    >
      {children}
    </dialog>
  );
}
