import type { FieldValue } from '../../../slack/field-value.ts';

/** What every element gets of its block. */
export interface ElementProps {
  blockId: string;
  value: FieldValue | undefined;
  /** What it is called, where no `<label>` names it. */
  label: string;
  /** Given: a `<label>` names the element by this id. */
  id?: string | undefined;
  describedBy?: string | undefined;
  invalid?: boolean;
}
