import type { ModalView } from '@slack/types';
import { beginEdit, type SchemaEdit } from '../../../src/change/schema/edit.ts';
import { type SchemaFormState, schemaForm } from '../../../src/slack/views/schema-form.ts';

export const metadata = { draftId: '7b7f8a4e-7f7b-4b7e-9d55-0c3b0a3e3f10', version: 3, page: 0 };
export const dataset = { id: '4405ff58-1957-45f0-82bd-914d989a3ea3', name: 'Leonhard Euler Party' };
export const policies = [{ name: 'By friend', filters: [{ column: 'Friend' }] }];
export const guests = beginEdit([
  { name: 'Friend', type: 'STRING' },
  { name: 'Attending', type: 'STRING' },
  { name: 'Seat', type: 'LONG' },
]);

export function form(
  draft: SchemaEdit,
  page = 0,
  more: Partial<SchemaFormState & { state: 'loaded' }> = {},
): ModalView {
  return schemaForm({
    metadata: { ...metadata, page },
    dataset,
    content: { state: 'loaded', draft, policies, streams: [{ id: 663, updateMethod: 'REPLACE' }], ...more },
  });
}

export function wide(n: number, name: (i: number) => string = (i) => `column ${i + 1}`): SchemaEdit {
  return beginEdit(Array.from({ length: n }, (_, i) => ({ name: name(i), type: 'LONG' })));
}
