import type { Element as AnyElement } from '../../../slack/block-kit/elements.ts';
import { Button } from './button.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { DatePicker } from './date-picker.tsx';
import type { ElementProps } from './element-props.ts';
import { Overflow } from './overflow.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';

/** Anything that a person can act on. */
export function Element({ element, ...props }: ElementProps & { element: AnyElement }) {
  switch (element.type) {
    case 'button':
      return <Button element={element} blockId={props.blockId} />;
    case 'overflow':
      return <Overflow element={element} {...props} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <ChoiceGroup element={element} {...props} />;
    case 'datepicker':
      return <DatePicker element={element} {...props} />;
    case 'plain_text_input':
    case 'number_input':
      return <TextInput element={element} {...props} />;
    default:
      return <Select element={element} {...props} />;
  }
}
