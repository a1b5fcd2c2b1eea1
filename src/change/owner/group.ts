/*
 * Domo numbers users and groups apart. Here an owner's id tells both at once: a group's number is kept below zero, so that a type and a number
 * are compared together wherever ids are.
 */

export type OwnerType = 'user' | 'group';

/** The id of an owner as the product API names them: a type and a number. */
export function ownerId({ type, id }: { type: OwnerType; id: number }): number {
  return type === 'group' ? -id : id;
}

export function isGroup(id: number): boolean {
  return id < 0;
}

/** What Domo has for such an id. */
export function typeAndNumber(id: number): { type: OwnerType; id: number } {
  return isGroup(id) ? { type: 'group', id: -id } : { type: 'user', id };
}

/** An owner's number alone, as the public API shows users and groups alike. */
export function numberShown(id: number): number {
  return Math.abs(id);
}

/** Whether Domo shows this owner. Where it shows a number alone, as the public API does, that may be a user's or a group's. */
export function isShown(owner: number, shown: { id: number; type?: OwnerType | undefined } | undefined): boolean {
  if (shown === undefined) return false;
  return shown.type === undefined ? numberShown(owner) === shown.id : owner === ownerId({ ...shown, type: shown.type });
}

/** `27`, or `group:77`, as the policy names them too. */
export function showOwnerId(id: number): string {
  return isGroup(id) ? `group:${-id}` : String(id);
}
