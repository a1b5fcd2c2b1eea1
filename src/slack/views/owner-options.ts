import type { PlainTextElement, PlainTextOption } from '@slack/types';
import type { DatasetHit, OwnerHit } from '../../catalog/types.ts';
import { countOf, showDataset, showOwner } from '../text.ts';
import { plain } from './blocks.ts';

/** Slack shows at most so many choices of a group. */
export const mostOptions = 100;
const optionText = 75;

/** Someone to choose, with what they own; the id is the value. */
export function ownerOption(owner: OwnerHit): PlainTextOption {
  return {
    text: plain(showOwner({ ...owner, standing: undefined }, optionText), optionText),
    value: String(owner.id),
    description: plain(`${countOf(owner.datasets, 'dataset')}${standingWords[owner.standing ?? 'active']}`, optionText),
  };
}

export function datasetOption({ id, name }: DatasetHit): PlainTextOption {
  return { text: plain(showDataset({ id, name }, optionText), optionText), value: id };
}

/** Current owners: first those who left, whose datasets somebody has to take; groups and unknown ids last. */
export function ownerGroups(owners: OwnerHit[]): { label: PlainTextElement; options: PlainTextOption[] }[] {
  const headings = [
    ['deleted', 'Left, and still own datasets'],
    ['active', 'People'],
    ['group', 'Groups'],
    ['unknown', 'Groups and unknown IDs'],
  ] as const;
  return headings.flatMap(([standing, label]) => {
    const options = owners.filter((owner) => (owner.standing ?? 'active') === standing).slice(0, mostOptions);
    return options.length === 0 ? [] : [{ label: plain(label, 75), options: options.map(ownerOption) }];
  });
}

const standingWords = { active: '', deleted: ' · left', group: ' · group', unknown: ' · not a person in Domo' };
