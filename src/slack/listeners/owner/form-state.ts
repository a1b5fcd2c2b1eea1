import { actionIds, fieldIds, type OwnerMetadata, readOwnerMetadata } from '../../ids.ts';
import type { Which } from '../../views/owner-form.ts';
import { type Fields, fieldOf, type ViewPayload } from '../payloads.ts';

/** What the owner form holds now. */
export interface OwnerFormState {
  metadata: OwnerMetadata;
  fromId?: number | undefined;
  which: Which;
  /** Picked in `Datasets`. */
  picked: string[];
  /** Where a sentence about them can stand. */
  datasetsBlock: string;
  pasted: string;
  toId?: number | undefined;
  reason: string;
}

export function readOwnerForm(view: ViewPayload): OwnerFormState {
  const metadata = readOwnerMetadata(view.private_metadata);
  const { values } = view.state;
  const which = selected(values, actionIds.which);
  const datasets = fieldOf(values, actionIds.datasets);
  return {
    metadata,
    fromId: idOf(selected(values, actionIds.from)),
    which: which === 'some' || (which === 'earlier' && metadata.earlier !== undefined) ? which : 'all',
    picked: datasets?.field.selected_options?.map((option) => option.value) ?? [],
    datasetsBlock: datasets?.blockId ?? fieldIds.from,
    pasted: fieldOf(values, actionIds.pasted)?.field.value ?? '',
    toId: idOf(selected(values, actionIds.to)),
    reason: fieldOf(values, actionIds.reason)?.field.value ?? '',
  };
}

function selected(values: Fields, actionId: string): string | undefined {
  return fieldOf(values, actionId)?.field.selected_option?.value;
}

function idOf(value: string | undefined): number | undefined {
  return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}
