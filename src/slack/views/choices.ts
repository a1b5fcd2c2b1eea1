import type { DatasetHit, OwnerHit } from '../../catalog/types.ts';
import { actionIds, type HistoryValue, type Owners } from '../ids.ts';
import { countOf, cut, escapeMrkdwn, oneLine, showOwner } from '../text.ts';
import { button, section } from './blocks.ts';
import { longestFallback, type Message } from './card.ts';

const most = 5;

/** Several people are meant by one name: a button each, which opens the form with that one. */
export function ownerChoices(name: string, hits: OwnerHit[], choose: (hit: OwnerHit) => Owners): Message {
  return choices(`“${escapeMrkdwn(cut(name, 100))}” could be one of these. Who do you mean?`, hits, {
    show: showOwner,
    beside: (hit) => countOf(hit.datasets, 'dataset'),
    actionId: actionIds.chooseOwners,
    value: (hit) => JSON.stringify(choose(hit)),
    more: '… and more: use an email or a Domo ID to say who.',
  });
}

type NamedDataset = Pick<DatasetHit, 'id' | 'name'>;

export interface Choosing {
  /** Followed by the choice's number. */
  actionId: string;
  value: (hit: NamedDataset) => string;
}

const forHistory: Choosing = {
  actionId: actionIds.chooseHistory,
  value: ({ id }) => JSON.stringify({ subject: { datasetId: id }, offset: 0 } satisfies HistoryValue),
};

/** Several datasets have the name: a button each, which shows that one's history, or what `choosing` says. */
export function datasetChoices(name: string, hits: NamedDataset[], choosing: Choosing = forHistory): Message {
  return choices(`“${escapeMrkdwn(cut(name, 100))}” could be one of these. Which do you mean?`, hits, {
    ...choosing,
    show: ({ name }) => oneLine(name),
    beside: ({ id }) => id,
    more: '… and more: use an ID to say which.',
  });
}

/** What one hit is called, what stands beside that, and what its button carries; `more`: said where not all are shown. */
interface Shown<Hit> {
  show: (hit: Hit) => string;
  beside: (hit: Hit) => string;
  actionId: string;
  value: (hit: Hit) => string;
  more: string;
}

/** `question`: mrkdwn, escaped. */
function choices<Hit>(question: string, hits: Hit[], { show, beside, actionId, value, more }: Shown<Hit>): Message {
  const some = hits.slice(0, most);
  const lineOf = (hit: Hit) => escapeMrkdwn(`${show(hit)} · ${beside(hit)}`);
  const lines = some.map((hit, nth) => {
    const accessory = button({ text: 'Choose', actionId: `${actionId}${nth}`, value: value(hit) });
    return section(lineOf(hit), { accessory });
  });
  const rest = hits.length > most ? [section(more)] : [];
  return {
    text: cut([question, ...some.map(lineOf)].join('\n'), longestFallback),
    blocks: [section(question), ...lines, ...rest],
  };
}
