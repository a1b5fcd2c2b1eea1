import type { Element as AnyElement } from '../../../slack/block-kit/elements.ts';
import { NotDrawn } from '../blocks/display-blocks.tsx';
import { Button } from './button.tsx';
import type { ElementProps } from './element-props.ts';
import { Overflow } from './overflow.tsx';
import { RadioButtons } from './radio-buttons.tsx';
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
      return <RadioButtons element={element} {...props} />;
    case 'plain_text_input':
      return <TextInput element={element} {...props} />;
    case 'static_select':
    case 'external_select':
    case 'multi_static_select':
    case 'multi_external_select':
      return <Select element={element} {...props} />;
    default:
      return <NotDrawn type={element.type} />;
  }
}
