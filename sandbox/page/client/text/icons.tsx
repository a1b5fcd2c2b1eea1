import type { ComponentChildren } from 'preact';

/** Signs of the page itself, drawn, since not every machine has a font with emoji. What they mean is said beside them. */
const shapes = {
  list: <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />,
  speech: <path d="M2.5 3h11v8H8l-3 2.5V11H2.5z" />,
  grid: <path d="M2.5 2.5h11v11h-11zM2.5 8h11M8 2.5v11" />,
  lens: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2l3.6 3.6" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  bolt: <path d="M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z" />,
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" aria-hidden="true" width={size} height={size} viewBox="0 0 16 16">
      {shapes[name]}
    </svg>
  );
}
