import type { Owner } from '../../change/types.ts';
import type { RequestView } from '../../workflow/tell/request-view.ts';
import { escapeMrkdwn, oneLine } from '../text.ts';

type Place = Pick<RequestView, 'domoUrl'>;

/** A dataset's name, which opens its page in Domo where that is known. mrkdwn. */
export function datasetLink({ domoUrl }: Place, { id, name }: { id: string; name: string }, max = 60): string {
  return link(domoUrl, `datasources/${encodeURIComponent(id)}/details/overview`, oneLine(name, max));
}

/** A person's name, which opens their page in Domo where that is known. mrkdwn, never a mention. */
export function ownerLink({ domoUrl }: Place, { id, name, standing }: Owner, max = 60): string {
  const shown = oneLine(name, max);
  // Who is no person, or gone, has no such page.
  return standing === 'unknown' ? escapeMrkdwn(shown) : link(domoUrl, `admin/people/${id}?tab=profile`, shown);
}

function link(domoUrl: string | undefined, path: string, label: string): string {
  const words = escapeMrkdwn(label);
  return domoUrl === undefined ? words : `<${domoUrl}/${path}|${words}>`;
}
