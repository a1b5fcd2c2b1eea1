import type { OwnerHit } from '../../../catalog/types.ts';
import { escapeMrkdwn, mention, oneLine, showOwner } from '../../text.ts';
import type { Whom } from '../command-text.ts';
import type { ListenerDeps } from '../deps.ts';

/** `none`: nothing is called so at all, so that the words may have been meant otherwise. */
export type Found = { hit: OwnerHit } | { choices: OwnerHit[]; name: string } | { problem: string; none?: true };

const mostHits = 20;

/** Whether Domo would take them as a new owner: an active user, or a group. */
export function canOwn({ standing = 'active' }: OwnerHit): boolean {
  return standing === 'active' || standing === 'group';
}

/** The Domo user whom somebody named: as the present owner anyone who is known, as the new one an active user. */
export async function findOwner(deps: ListenerDeps, whom: Whom, role: 'from' | 'to'): Promise<Found> {
  const found = await lookUp(deps, whom, role);
  if (role === 'from' || !('hit' in found) || canOwn(found.hit)) return found;
  return { problem: `${escapeMrkdwn(showOwner(found.hit))} can't become an owner. Name an active Domo user.` };
}

async function lookUp(deps: ListenerDeps, whom: Whom, role: 'from' | 'to'): Promise<Found> {
  switch (whom.by) {
    case 'slack':
      return bySlack(deps, whom.slackId, role);
    case 'email':
      return oneOf(await byEmail(deps, whom.email, role), whom.email);
    case 'id':
      return oneOf(
        [await deps.catalog.owner(whom.id)].filter((hit) => hit !== undefined),
        String(whom.id),
      );
    case 'name':
      return byName(deps, whom.name, role);
  }
}

async function bySlack(deps: ListenerDeps, slackId: string, role: 'from' | 'to'): Promise<Found> {
  const named = deps.people()[slackId];
  const hint = 'Use their Domo email or Domo ID instead.';
  if (named === 'none') return { problem: `The policy says that ${mention(slackId)} has no Domo user. ${hint}` };
  if (named !== undefined)
    return oneOf(
      [await deps.catalog.owner(named)].filter((hit) => hit !== undefined),
      String(named),
    );
  const { email } = await deps.client.directory.member(slackId);
  if (email === undefined) return { problem: `I can't see ${mention(slackId)}'s email. ${hint}` };
  const hits = await byEmail(deps, email, role);
  if (hits.length === 0) return { problem: `No Domo user has ${mention(slackId)}'s email. ${hint}` };
  return oneOf(hits, email);
}

/** People with exactly this e-mail; deleted ones too where they may still own something. */
async function byEmail(deps: ListenerDeps, email: string, role: 'from' | 'to'): Promise<OwnerHit[]> {
  const [users, owning] = await Promise.all([
    deps.catalog.usersByEmails([email]),
    role === 'from' ? deps.catalog.searchOwners(email, mostHits) : [],
  ]);
  const hits = new Map<number, OwnerHit>();
  for (const { id } of users.get(email) ?? []) {
    const hit = await deps.catalog.owner(id);
    if (hit !== undefined) hits.set(id, hit);
  }
  for (const hit of owning) if (hit.email?.toLowerCase() === email.toLowerCase()) hits.set(hit.id, hit);
  return [...hits.values()];
}

/** A name that is exactly one person's is theirs; else whoever it could be. */
async function byName(deps: ListenerDeps, name: string, role: 'from' | 'to'): Promise<Found> {
  const { catalog } = deps;
  const hits = await (role === 'from' ? catalog.searchOwners(name, mostHits) : catalog.searchNewOwners(name, mostHits));
  const exact = hits.filter((hit) => hit.name.trim().toLowerCase() === name.trim().toLowerCase());
  return oneOf(exact.length > 0 ? exact : hits, name);
}

function oneOf(hits: OwnerHit[], asked: string): Found {
  const [only] = hits;
  if (only === undefined) return { problem: `No one in Domo matches “${escapeMrkdwn(oneLine(asked))}”.`, none: true };
  return hits.length === 1 ? { hit: only } : { choices: hits, name: asked };
}
