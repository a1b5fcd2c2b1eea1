/** Where a text stops being JSON, counted in lines from 1, and a sentence that says what to write there. */
export interface Slip {
  line: number;
  problem: string;
}

/** What JSON is made of; whatever else comes is a slip. */
const token =
  /"(?:[^"\\\n]|\\.)*"|[{}[\]:,]|(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\s+|(?<slip>\S\w*)/gu;
const breaksOff = 'The JSON breaks off here. Paste it whole.';

/** @param error what `JSON.parse` threw. */
export function findSlip(text: string, error: unknown): Slip {
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  for (const { groups, index } of text.matchAll(token)) {
    if (groups?.slip !== undefined)
      return { line: lineAt(index), problem: slipSentence(groups.slip, text.slice(index)) };
  }
  const comma = /"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])/g;
  for (const { 0: found, index } of text.matchAll(comma)) {
    if (found === ',') return { line: lineAt(index), problem: 'There is a comma too many before the closing bracket.' };
  }
  // V8 says where, except at the very end of the text.
  const last = lineAt(text.trimEnd().length);
  const said = String(error);
  const line = Math.min(Number(/line (\d+)/.exec(said)?.[1] ?? last), last);
  const position = Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
  if (position >= text.trimEnd().length || /end of JSON/.test(said)) return { line: last, problem: breaksOff };
  if (/Expected ',' or/.test(said)) return { line, problem: 'A comma is missing before this.' };
  if (/Expected ':'/.test(said)) return { line, problem: 'A colon is missing here.' };
  return { line, problem: 'This is not valid JSON. Check the brackets, commas and quotes here.' };
}

function slipSentence(slip: string, rest: string): string {
  const [first = ''] = slip;
  if (/["]/.test(first)) return rest.includes('\n') ? "This quote isn't closed." : breaksOff;
  if (/['‘’`]/.test(first)) return `JSON needs double quotes ("), not single ones ('), around names and texts.`;
  if (/[“”„«»]/.test(first)) return 'JSON needs straight quotes ("), not curly ones (“ ”).';
  if (/^(None|undefined|NaN)$/.test(slip)) return `JSON has no ${slip}: write null.`;
  if (/^(True|False)$/.test(slip)) return `JSON has no ${slip}: write ${slip.toLowerCase()}.`;
  if (/\w/.test(first)) return `Put double quotes around “${slip}”.`;
  return `“${first}” has no place in JSON: remove it.`;
}
