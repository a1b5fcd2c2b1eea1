import type { Made } from './doors.ts';

/** Of a dataset that Domo's API refused to change before, where nobody says what it is. */
export const someSource = 'its connector, DataFlow or Workbench job';

/**
 * What sets a dataset's columns anew at each run, in a sentence: `the connector google-sheets`, `a DataFlow`. Undefined: nothing that is known
 * of. By what the product API calls them; what it calls Workbench and cloud datasets was not seen by us.
 */
export function sourceOf({ provider = '', transport = '' }: Made): string | undefined {
  const [what, how] = [provider.toLowerCase(), transport.toLowerCase()];
  const says = (...words: string[]) => words.some((word) => what.includes(word) || how.includes(word));
  if (how === 'api' || what === 'api') return undefined;
  if (says('workbench')) return 'a Workbench job';
  if (says('federat', 'cloud_amplifier')) return 'a cloud connection';
  if (says('dataflow')) return 'a DataFlow';
  if (says('dataset-view', 'datafusion') || how === 'view') return 'a view';
  return how === 'connector' ? `the connector ${provider}`.trim() : undefined;
}
