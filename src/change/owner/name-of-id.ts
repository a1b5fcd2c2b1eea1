import type { Owner } from '../types.ts';

/** What an owner is called of whom Domo tells no name. */
export function nameOfId(id: number): string {
  return `Domo ID ${id}`;
}

/** Whether this owner is called by the ID alone; names that were stored long ago have it as "Domo id". */
export function isNameless({ name, id }: Pick<Owner, 'name' | 'id'>): boolean {
  return name.trim().toLowerCase() === nameOfId(id).toLowerCase();
}
