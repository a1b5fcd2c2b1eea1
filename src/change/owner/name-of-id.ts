import type { Owner } from '../types.ts';
import { typeAndNumber } from './group.ts';

/** What an owner is called of whom Domo tells no name. */
export function nameOfId(id: number): string {
  const { type, id: number } = typeAndNumber(id);
  return type === 'group' ? `Domo group ${number}` : `Domo ID ${number}`;
}

/** Whether this owner is called by the ID alone; names that were stored long ago have it as "Domo id". */
export function isNameless({ name, id }: Pick<Owner, 'name' | 'id'>): boolean {
  return name.trim().toLowerCase() === nameOfId(id).toLowerCase();
}
