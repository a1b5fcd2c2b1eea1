/** One measured thing, beside what design asks of it. */
export interface Figure {
  bench: string;
  what: string;
  unit: string;
  /** Of as many repetitions as the bench could afford. */
  median: number;
  /** The bad case: a 99th percentile where there are hundreds of samples, else the worst. Absent: one sample. */
  p99?: number | undefined;
  /** Against whatever ran beside it. */
  ratio?: number | undefined;
  budget?: Budget | undefined;
}

export interface Budget {
  /** In words, as people read it: `p99 ≤ 250`. */
  words: string;
  within: boolean;
}

export function atMost(limit: number, value: number, of = ''): Budget {
  return { words: `${of}≤ ${limit}`, within: value <= limit };
}

export function atLeast(limit: number, value: number, of = ''): Budget {
  return { words: `${of}≥ ${limit}`, within: value >= limit };
}

/** The value below which `share` (0 to 1) of the samples lie; NaN of none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Median and 99th percentile of times in ms. */
export function times(samples: readonly number[]): { median: number; p99: number } {
  return { median: median(samples), p99: quantile(samples, 0.99) };
}

const columns = ['bench', 'figure', 'median', 'p99 or worst', 'ratio', 'budget', '', 'against earlier'] as const;

/** The figures as a table in Markdown, which reads as well in a terminal; `earlier`: the median that a figure had in another run. */
export function table(
  figures: readonly Figure[],
  earlier: (figure: Figure) => number | undefined = () => undefined,
): string {
  const rows = [
    columns,
    columns.map(() => ''),
    ...figures.map((figure) => [
      figure.bench,
      figure.what,
      `${show(figure.median)} ${figure.unit}`.trim(),
      figure.p99 === undefined ? '' : `${show(figure.p99)} ${figure.unit}`.trim(),
      figure.ratio === undefined ? '' : `${show(figure.ratio)} ×`,
      figure.budget?.words ?? '',
      verdict(figure),
      against(figure.median, earlier(figure)),
    ]),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => [...(row[at] ?? '')].length)));
  const lines = rows.map((row, index) => {
    const pad = index === 1 ? '-' : ' ';
    return `| ${row.map((cell, at) => cell + pad.repeat((widths[at] ?? 0) - [...cell].length)).join(' | ')} |`;
  });
  return lines.join('\n');
}

function verdict({ budget }: Figure): string {
  if (budget === undefined) return '';
  return budget.within ? 'within' : 'MISSED';
}

function against(median: number, earlier: number | undefined): string {
  return earlier === undefined ? '' : `${show(median / earlier)} × of ${show(earlier)}`;
}

/** Three digits are more than a noisy machine is good for. */
function show(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3)));
}
