import { typeAndNumber } from '../../change/owner/group.ts';
import type { Owner } from '../../change/types.ts';
import type { ItemView, RequestView } from '../../workflow/tell/request-view.ts';
import { datasetInSentence, escapeMrkdwn, oneLine } from '../text.ts';

type Place = Pick<RequestView, 'domoUrl'>;
type Named = Pick<ItemView, 'datasetId' | 'datasetName' | 'alike'>;

/** A dataset's name, which opens its page in Domo where that is known; with its id where the name is not enough. mrkdwn. */
export function datasetLink({ domoUrl }: Place, dataset: NonNullable<RequestView['dataset']>, max = 60): string {
  const path = `datasources/${encodeURIComponent(dataset.id)}/details/overview`;
  return link(domoUrl, path, datasetInSentence(dataset, max));
}

/** The same of one of the plan's. */
export function itemLink(place: Place, item: Named): string {
  return datasetLink(place, namedOf(item));
}

export function namedOf({ datasetId, datasetName, alike }: Named): NonNullable<RequestView['dataset']> {
  return { id: datasetId, name: datasetName, alike };
}

/** A person's name, which opens their page in Domo where that is known. mrkdwn, never a mention. */
export function ownerLink({ domoUrl }: Place, { id, name, standing }: Owner): string {
  const shown = oneLine(name, 60);
  // Who is no person, or gone, has no such page.
  if (standing === 'unknown') return escapeMrkdwn(shown);
  const { type, id: number } = typeAndNumber(id);
  const path = type === 'group' ? `admin/groups/${number}?tab=people` : `admin/people/${number}?tab=profile`;
  return link(domoUrl, path, shown);
}

function link(domoUrl: string | undefined, path: string, label: string): string {
  const words = escapeMrkdwn(label);
  return domoUrl === undefined ? words : `<${domoUrl}/${path}|${words}>`;
}
