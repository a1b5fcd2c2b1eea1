import { isDatasetId } from '../../../catalog/dataset-id.ts';
import type { DatasetHit, OwnerHit } from '../../../catalog/types.ts';
import { andMore } from '../../../change/and-more.ts';
import { looksAlike } from '../../../change/look-alike.ts';
import { nameOfId } from '../../../change/owner/name-of-id.ts';
import type { Owner } from '../../../change/types.ts';
import { oneLine, ownerInSentence, showDataset } from '../../text.ts';
import type { ListenerDeps } from '../deps.ts';
import { stillLoading } from './refill.ts';

/** The ids behind what was picked and pasted, or what is wrong with the pasted words: plain sentences. */
export type DatasetsRead = { ids: string[]; problems: string[] };

const mostWords = 500;
const mostProblems = 4;

/** Words are lines; a line that is no name itself may hold several, between commas, semicolons or tabs, or ids between spaces. */
export async function readDatasets(
  deps: ListenerDeps,
  from: OwnerHit,
  picked: string[],
  pasted: string,
): Promise<DatasetsRead> {
  const lines = [
    ...new Set(
      pasted
        .split(/\r\n|[\r\n]/)
        .flatMap(splitIds)
        .map((line) => line.trim()),
    ),
  ].filter(Boolean);
  if (lines.length > mostWords) {
    return {
      ids: [],
      problems: [`That's ${lines.length} lines. Paste up to ${mostWords}; put the rest in another request.`],
    };
  }
  const first = lines.length === 0 ? [] : await deps.catalog.resolveDatasets(lines, from.id);
  const whole = first.filter(({ hits, word }) => hits.length > 0 || !/[,;\t]/.test(word));
  const split = first.filter((each) => !whole.includes(each)).flatMap(({ word }) => word.split(/[,;\t]/));
  const words = split.map((word) => word.trim()).filter(Boolean);
  const found = [...whole, ...(words.length === 0 ? [] : await deps.catalog.resolveDatasets(words, from.id))];
  const problems: string[] = [];
  for (const { word, hits } of found) {
    if (hits.length === 1) continue;
    if (problems.length < mostProblems)
      problems.push(hits.length > 1 ? ambiguous(word, hits) : await unknown(deps, from, word));
    else if (problems.length === mostProblems) problems.push('And more lines like these.');
  }
  const ids = found.flatMap(({ hits }) => (hits.length === 1 ? hits.map((hit) => hit.id) : []));
  return { ids: [...new Set([...picked, ...ids])], problems };
}

function splitIds(line: string): string[] {
  const parts = line.trim().split(/[\s,;]+/);
  return parts.length > 1 && parts.every(isDatasetId) ? parts : [line];
}

function ambiguous(word: string, hits: DatasetHit[]): string {
  const ids = hits.map((hit) => hit.id);
  return `“${oneLine(word, 60)}” is the name of ${hits.length} datasets: paste the ID instead (${andMore(ids, 3)}).`;
}

async function unknown(deps: ListenerDeps, from: OwnerHit, word: string): Promise<string> {
  const asked = oneLine(word, 60);
  const whose = oneLine(from.name, 40);
  const [anywhere] = await deps.catalog.resolveDatasets([word]);
  const [other] = anywhere?.hits ?? [];
  if (other?.ownerId !== undefined)
    return `“${asked}” belongs to ${toldApart({ id: other.ownerId, name: other.ownerName ?? nameOfId(other.ownerId) }, from)}.`;
  if (other !== undefined) return `Domo doesn't say who owns “${asked}”, so I can't tell that it's ${whose}'s.`;
  if ((await stillLoading(deps)) !== undefined) {
    return `I haven't found “${asked}” yet: I'm still loading Domo. Please try again shortly.`;
  }
  const [near] = await deps.catalog.searchDatasets(word, { ownerId: from.id, limit: 1 });
  const hint = near === undefined ? '' : ` Did you mean ${showDataset(near, 80)}?`;
  return `${whose} has no dataset “${asked}”.${hint}`;
}

/** `Johann (Domo ID 36), not Johann (Domo ID 37)`: with their IDs where the names look the same. */
function toldApart(one: Owner, other: Owner): string {
  const show = looksAlike(one, other) ? ownerInSentence : ({ name }: Owner) => oneLine(name, 40);
  return `${show(one)}, not ${show(other)}`;
}
