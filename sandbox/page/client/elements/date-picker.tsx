import type { Element } from '../../../slack/block-kit/elements.ts';
import type { ElementProps } from './element-props.ts';
import { useTelling } from './use-telling.tsx';

type DateElement = Extract<Element, { type: 'datepicker' }>;

export function DatePicker({
  element,
  blockId,
  value,
  id,
  label,
  describedBy,
}: ElementProps & { element: DateElement }) {
  const { choose, after } = useTelling(blockId, element);
  return (
    <span class="element">
      <input
        {...(id ? { id } : { 'aria-label': label })}
        type="date"
        class="text-input"
        aria-describedby={describedBy}
        value={value?.selected_date ?? ''}
        onChange={(event) => choose({ type: 'datepicker', selected_date: event.currentTarget.value || null })}
      />
      {after}
    </span>
  );
}
