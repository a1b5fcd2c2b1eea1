import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Figure } from './figures.ts';

const kept = z.array(z.looseObject({ bench: z.string(), what: z.string(), median: z.number().nullable() }));

/** Finds what an earlier run, kept as JSON, had for the same figure. Throws a plain Error on a file that is none of a run. */
export async function readEarlier(file: string): Promise<(figure: Figure) => number | undefined> {
  const found = kept.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!found.success) throw new Error(`${file} holds no figures of a bench.`);
  const medians = new Map(found.data.map(({ bench, what, median }) => [`${bench}: ${what}`, median ?? undefined]));
  return ({ bench, what }) => medians.get(`${bench}: ${what}`);
}
