import { z } from 'zod';
import type { Element } from './block-kit/elements.ts';
import { limits } from './block-kit/limits.ts';
import { type Option, optionGroup, plainOption } from './block-kit/texts.ts';
import type { SlackContext } from './context.ts';
import { commonPart, type Source, sourcePart } from './payloads.ts';
import type { SlackPerson } from './types.ts';

const defaultMinQuery = 3;

const answer = z.union([
  z.strictObject({ options: z.array(plainOption).max(limits.options) }),
  z.strictObject({ option_groups: z.array(optionGroup).max(limits.options) }),
]);

/** What a menu with an external source offers. `group` is the heading above, if there is one. */
export interface Suggestion {
  option: Option;
  group: string | null;
}

/**
 * Asks the app for the choices that match what was typed. Nothing is asked while less than the menu's least is typed:
 * then null. Throws when the app does not answer as Slack wants it: the menu would show nothing.
 */
export async function suggest(
  ctx: SlackContext,
  person: SlackPerson,
  source: Source,
  blockId: string,
  element: Element,
  query: string,
): Promise<Suggestion[] | null> {
  const least = 'min_query_length' in element ? (element.min_query_length ?? defaultMinQuery) : defaultMinQuery;
  if (query.length < least) return null;
  const { state: _state, ...where } = sourcePart(ctx, person, withoutState(source));
  const outcome = await ctx.deliver('interaction', 'block_suggestion', {
    type: 'block_suggestion',
    ...commonPart(ctx, person),
    ...where,
    action_id: element.action_id,
    block_id: blockId,
    value: query,
  });
  if (!outcome.ok) throw new Error(`The menu stayed empty: ${outcome.error}`);
  const parsed = answer.safeParse(outcome.response);
  if (!parsed.success) throw new Error(`Slack would refuse these options: ${parsed.error.message}`);
  if ('options' in parsed.data) return parsed.data.options.map((option) => ({ option, group: null }));
  return parsed.data.option_groups.flatMap((group) =>
    group.options.map((option) => ({ option, group: group.label.text })),
  );
}

/** Slack sends no reliable form state along with a suggestion, so none is sent here. */
function withoutState(source: Source): Source {
  return source.in === 'view' ? { in: 'view', view: { ...source.view, values: {} } } : source;
}
