import type { ModalView } from '@slack/types';

/** Block Kit's limits as far as these views come near them; where sources differ, the smaller one. */
const limits = {
  blocks: 100,
  bytes: 250_000,
  title: 24,
  privateMetadata: 3000,
  sectionText: 3000,
  inputLabel: 2000,
  optionText: 75,
  optionValue: 75,
  buttonText: 75,
  buttonValue: 2000,
  actions: 25,
  overflow: 5,
  contextElements: 10,
  textInput: 3000,
  id: 255,
};

type Json = Record<string, unknown>;

/** Fails when Slack would answer `invalid_blocks` or `view_too_large`. */
export function expectWithinLimits(view: ModalView): void {
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(limits.bytes);
  expect(view.blocks.length).toBeGreaterThanOrEqual(1);
  expect(view.blocks.length).toBeLessThanOrEqual(limits.blocks);
  for (const text of [view.title, view.submit, view.close]) expect(text?.text.length).toBeLessThanOrEqual(limits.title);
  expect(view.private_metadata?.length).toBeLessThanOrEqual(limits.privateMetadata);
  const blockIds = view.blocks.flatMap(({ block_id }) => block_id ?? []);
  expect(new Set(blockIds).size).toBe(blockIds.length);
  expectNode({ ...view });
}

function expectNode(node: unknown): void {
  if (Array.isArray(node)) {
    node.forEach(expectNode);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const part: Json = { ...node };
  within(part.block_id, limits.id);
  within(part.action_id, limits.id);
  within(part.initial_value, limits.textInput);
  if (part.type === 'plain_text' || part.type === 'mrkdwn') {
    within(part.text, limits.sectionText);
    expect(String(part.text).length).toBeGreaterThanOrEqual(1);
  }
  if (part.type === 'input') within(textOf(part.label), limits.inputLabel);
  if (part.type === 'button') {
    within(textOf(part.text), limits.buttonText);
    within(part.value, limits.buttonValue);
  }
  if (part.type === 'actions') count(part.elements, 25);
  if (part.type === 'context') count(part.elements, limits.contextElements);
  if (part.type === 'overflow') count(part.options, limits.overflow);
  if (part.type === 'static_select') count(part.options, 100);
  for (const option of [part.options, part.initial_option].flat()) {
    if (typeof option !== 'object' || option === null) continue;
    const { text, value, description }: Json = { ...option };
    within(textOf(text), limits.optionText);
    within(textOf(description), limits.optionText);
    within(value, limits.optionValue);
  }
  Object.values(part).forEach(expectNode);
}

function within(text: unknown, most: number): void {
  if (typeof text === 'string') expect(text.length).toBeLessThanOrEqual(most);
}

function count(list: unknown, most: number): void {
  expect(Array.isArray(list) ? list.length : 0).toBeGreaterThanOrEqual(1);
  expect(Array.isArray(list) ? list.length : 0).toBeLessThanOrEqual(most);
}

function textOf(text: unknown): unknown {
  return typeof text === 'object' && text !== null && 'text' in text ? text.text : undefined;
}

/** Every text of the view that a person sees, one a line. */
export function seen(view: ModalView): string {
  const texts: string[] = [];
  JSON.stringify(view, (key, value) => {
    if (typeof value === 'string' && (key === 'text' || key === 'initial_value')) texts.push(value);
    return value;
  });
  return texts.join('\n');
}
