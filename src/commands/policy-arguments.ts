import { parseArgs } from 'node:util';
import { kinds, risks } from '../change/types.ts';
import type { RuleFacts, RuleOwner } from '../change/votes/conditions.ts';
import { coerceError, StartupError } from '../errors.ts';

/** The change that `policy test` asks about, and the policy's file where one is named. Throws a StartupError. */
export function readChange(args: string[]): { facts: RuleFacts; file: string | undefined } {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        from: { type: 'string' },
        datasets: { type: 'string', multiple: true },
        items: { type: 'string' },
        risk: { type: 'string' },
        uses: { type: 'string' },
      },
    });
    const [file, ...rest] = positionals;
    if (rest.length > 0) throw new Error(`One file at a time, without "${rest.join(' ')}". Put names in "quotes".`);
    const kind = kinds.find((each) => each === values.kind);
    if (kind === undefined) throw new Error('Say which kind of change: --kind owner or --kind schema.');
    if (kind === 'owner' && values.risk !== undefined) throw new Error('Only schema changes have a --risk.');
    for (const option of ['from', 'items'] as const) {
      if (kind === 'owner' || values[option] === undefined) continue;
      throw new Error(`--${option} is for owner changes. For a schema change, a rule that goes by it counts as met.`);
    }
    const risk = risks.find((each) => each === values.risk);
    if (values.risk !== undefined && risk === undefined)
      throw new Error(`--risk is ${risks.join(', ')}, not "${values.risk}".`);
    const names: (string | undefined)[] = values.datasets ?? [undefined];
    const owner = values.from === undefined ? undefined : ownerOf(values.from);
    const items = names.map((datasetName) => ({ datasetName, risk }));
    return {
      facts: { kind, items, owner, ownerItems: countOf('items', values.items), uses: countOf('uses', values.uses) },
      file,
    };
  } catch (thrown) {
    throw new StartupError([coerceError(thrown).message], thrown);
  }
}

function ownerOf(word: string): RuleOwner {
  const [, group, id] = /^(group:)?([1-9]\d{0,14})$/.exec(word) ?? [];
  if (id === undefined) throw new Error(`--from is a Domo ID, such as 27 or group:77, not "${word}".`);
  return { id: Number(id), type: group === undefined ? 'user' : 'group' };
}

const counted = { items: 'datasets', uses: 'cards and DataFlows' };

function countOf(option: keyof typeof counted, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (!/^\d{1,9}$/.test(word) || (option === 'items' && Number(word) === 0))
    throw new Error(`--${option} is a number of ${counted[option]}, not "${word}".`);
  return Number(word);
}
