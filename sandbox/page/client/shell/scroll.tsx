import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  class: string;
  label: string;
  box?: RefObject<HTMLElement | null>;
  onScroll?(event: { currentTarget: HTMLElement }): void;
  children: ComponentChildren;
}

/** A part that scrolls by itself: it has a name, and the keyboard reaches it. */
export function Scroll({ label, box, onScroll, children, ...props }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class={props.class} aria-label={label} tabIndex={0} {...(box && { ref: box })} onScroll={onScroll}>
      {children}
    </section>
  );
}
