import type { Element } from '../../../slack/block-kit/elements.ts';
import { chosenValue } from '../../../slack/field-value.ts';
import type { ElementProps } from './element-props.ts';
import { Menu } from './menu.tsx';
import { choiceOf } from './options.ts';
import { useTelling } from './use-telling.tsx';

type OverflowElement = Extract<Element, { type: 'overflow' }>;

/** The `…` menu. */
export function Overflow({ element, blockId, label }: ElementProps & { element: OverflowElement }) {
  const { busy, choose, after } = useTelling(blockId, element);
  const choices = element.options.map((option) => choiceOf({ option, group: null }));
  return (
    <span class="element">
      <Menu
        label={label ? `More actions: ${label}` : 'More actions'}
        class="button overflow"
        busy={busy}
        items={choices}
        onPick={({ key }) =>
          choose(
            chosenValue(
              'overflow',
              element.options.filter(({ value }) => value === key),
            ),
          )
        }
      >
        <span aria-hidden="true">⋯</span>
      </Menu>
      {after}
    </span>
  );
}
