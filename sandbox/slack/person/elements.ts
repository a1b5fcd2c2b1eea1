import { act, setField } from '../acts.ts';
import type { Element } from '../block-kit/elements.ts';
import type { Option } from '../block-kit/texts.ts';
import type { SlackContext } from '../context.ts';
import { chosenValue } from '../field-value.ts';
import type { Source } from '../payloads.ts';
import { readText } from '../render-text.ts';
import { suggest } from '../suggestions.ts';
import type { Outcome, SlackPerson } from '../types.ts';
import { type Found, matching } from './find.ts';
import type { ChooseOptions, Pressed, PressOptions, SeenConfirm, TextMatch } from './types.ts';

/** Presses a button, past its confirm dialog. */
export async function pressFound(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  { block, element }: Found,
  options: PressOptions,
): Promise<Pressed> {
  return confirmed(ctx, element, options, () => act(ctx, person, source, block.block_id, element));
}

/** Chooses options of a menu or radio group, and tells the app where Slack would. */
export async function chooseFound(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  found: Found,
  wanted: TextMatch[],
  options: ChooseOptions,
): Promise<Pressed> {
  const { block, element } = found;
  const chosen: Option[] = [];
  for (const each of wanted) chosen.push(await optionFor(ctx, person, source, found, each, options.search));
  const value = chosenValue(element.type, chosen);
  return confirmed(ctx, element, options, async () => {
    if (element.type !== 'overflow') {
      setField(ctx, person, source, block.block_id, element.action_id ?? '', value);
    }
    if (block.type === 'input' && !block.dispatch_action) return { ok: true, response: null };
    const { type: _type, ...part } = value;
    return act(ctx, person, source, block.block_id, element, part);
  });
}

/** What a menu offers after typing `query`: its own options that contain it, or the app's answer. */
export async function offered(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  { block, element }: Found,
  query: string,
): Promise<Option[]> {
  if (element.type === 'external_select' || element.type === 'multi_external_select') {
    const suggestions = await suggest(ctx, person, source, block.block_id, element, query);
    return (suggestions ?? []).map((each) => each.option);
  }
  const wanted = query.toLowerCase();
  return ownOptions(element).filter((option) => option.text.text.toLowerCase().includes(wanted));
}

function ownOptions(element: Element): Option[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  const own: Option[] = 'options' in element ? (element.options ?? []) : [];
  return [...own, ...groups.flatMap((group) => group.options)];
}

async function optionFor(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  found: Found,
  wanted: TextMatch,
  search: string | undefined,
): Promise<Option> {
  const isExternal = found.element.type.endsWith('external_select');
  const query = search ?? (isExternal && typeof wanted === 'string' ? wanted : '');
  const options = await offered(ctx, person, source, found, query);
  const shown = (option: Option) => readText(ctx.workspace, option.text);
  const fitting = matching(options, shown, wanted);
  if (fitting.length === 1 && fitting[0]) return fitting[0];
  const list = (fitting.length > 0 ? fitting : options).map((option) => `"${shown(option)}"`).join(', ');
  const said = fitting.length === 0 ? 'does not offer' : 'has several that match';
  throw new Error(`"${found.label}" ${said} ${String(wanted)}; it shows ${list || 'nothing'}`);
}

async function confirmed(
  ctx: SlackContext,
  element: Element,
  { confirm }: PressOptions,
  go: () => Promise<Outcome>,
): Promise<Pressed> {
  const asked = 'confirm' in element ? element.confirm : undefined;
  if (!asked) return { dialog: null, outcome: await go() };
  const dialog: SeenConfirm = {
    title: asked.title.text,
    text: readText(ctx.workspace, asked.text),
    confirm: asked.confirm.text,
    deny: asked.deny.text,
  };
  if (confirm === undefined) throw new Error(`A dialog asks "${dialog.title}": answer it with \`confirm\``);
  return { dialog, outcome: confirm ? await go() : null };
}
