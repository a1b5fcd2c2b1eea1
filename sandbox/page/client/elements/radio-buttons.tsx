import { useEffect, useId, useState } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.ts';
import type { Option } from '../../../slack/block-kit/texts.ts';
import { chosenValue, type FieldValue } from '../../../slack/field-value.ts';
import { Text } from '../text/text.tsx';
import type { ElementProps } from './element-props.ts';
import { useTelling } from './use-telling.tsx';

type RadioElement = Extract<Element, { type: 'radio_buttons' }>;

export function RadioButtons({
  element,
  blockId,
  value,
  label,
  describedBy,
  invalid,
}: ElementProps & { element: RadioElement }) {
  const name = useId();
  const { busy, choose, after } = useTelling(blockId, element);
  // What was just chosen is shown at once, before the sandbox has it.
  const [picked, setPicked] = useState<FieldValue | null>(null);
  useEffect(() => setPicked(null), [value]);
  const chosen = (picked ?? value)?.selected_option?.value;
  function pick(option: Option): void {
    const wanted = chosenValue('radio_buttons', [option]);
    setPicked(wanted);
    choose(wanted, () => setPicked(null));
  }
  return (
    <fieldset class="choice-group" aria-describedby={describedBy} aria-busy={busy || undefined}>
      <legend class="unseen">{label}</legend>
      {element.options.map((option, index) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === chosen}
            aria-invalid={invalid || undefined}
            data-focus-on-load={(element.focus_on_load && index === 0) || undefined}
            onChange={() => pick(option)}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <small>
                <Text text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
      {after}
    </fieldset>
  );
}
