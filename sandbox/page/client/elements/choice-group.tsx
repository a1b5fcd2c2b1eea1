import { useEffect, useId, useState } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.ts';
import type { Option } from '../../../slack/block-kit/texts.ts';
import type { FieldValue } from '../../../slack/field-value.ts';
import { Text } from '../text/text.tsx';
import type { ElementProps } from './element-props.ts';
import { useTelling } from './use-telling.tsx';

type Pickers = Extract<Element, { type: 'radio_buttons' | 'checkboxes' }>;

/** Radio buttons, or checkboxes. */
export function ChoiceGroup({
  element,
  blockId,
  value,
  label,
  describedBy,
  invalid,
}: ElementProps & { element: Pickers }) {
  const name = useId();
  const { busy, choose, after } = useTelling(blockId, element);
  const isMany = element.type === 'checkboxes';
  // What was just chosen is shown at once, before the sandbox has it.
  const [picked, setPicked] = useState<FieldValue | null>(null);
  useEffect(() => setPicked(null), [value]);
  const held = picked ?? value;
  const chosen = isMany ? (held?.selected_options ?? []) : [held?.selected_option].flatMap((option) => option ?? []);
  const isChosen = (option: Option) => chosen.some((each) => each.value === option.value);
  function toggle(option: Option): void {
    const next = isChosen(option) ? chosen.filter((each) => each.value !== option.value) : [...chosen, option];
    const wanted: FieldValue = isMany
      ? { type: 'checkboxes', selected_options: next }
      : { type: 'radio_buttons', selected_option: option };
    setPicked(wanted);
    choose(wanted, () => setPicked(null));
  }
  return (
    <fieldset class="choice-group" aria-describedby={describedBy} aria-busy={busy || undefined}>
      <legend class="unseen">{label}</legend>
      {element.options.map((option, index) => (
        <label key={option.value}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            checked={isChosen(option)}
            aria-invalid={invalid || undefined}
            data-focus-on-load={(element.focus_on_load && index === 0) || undefined}
            onChange={() => toggle(option)}
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
