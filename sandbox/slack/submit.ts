import { z } from 'zod';
import { SlackError } from './api/method.ts';
import { viewShape } from './api/shapes.ts';
import { modalOf } from './api/views.ts';
import type { Block } from './block-kit/blocks.ts';
import type { SlackContext } from './context.ts';
import { isEmpty } from './field-values.ts';
import { commonPart } from './payloads.ts';
import type { SlackPerson, SlackView } from './types.ts';

/** What Slack shows above a form when the app's answer is of no use to it. */
const connectionTrouble = 'We had some trouble connecting. Try again?';

const answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);

/**
 * Presses a modal's submit button. Fields that Slack itself finds wanting are marked without asking the app. What the
 * app answers happens to the view: errors beside fields, another view, or away with it.
 */
export async function submitView(ctx: SlackContext, person: SlackPerson, view: SlackView): Promise<void> {
  const wanting = Object.fromEntries(view.blocks.flatMap((block) => wantingField(view, block)));
  if (Object.keys(wanting).length > 0) {
    ctx.views.answered(view, { errors: wanting });
    return;
  }
  ctx.views.answered(view, {});
  const outcome = await ctx.deliver('interaction', 'view_submission', {
    type: 'view_submission',
    ...commonPart(ctx, person),
    trigger_id: ctx.triggers.issue(person.id),
    view: viewShape(ctx, view, true),
    response_urls: [],
  });
  const problem = outcome.ok ? obey(ctx, person, view, outcome.response) : outcome.error;
  if (problem !== null) ctx.views.answered(view, { trouble: `${connectionTrouble} (${problem})` });
}

/** Does what the ack of a submission asks for. The result says why that can't be done. */
function obey(ctx: SlackContext, person: SlackPerson, view: SlackView, response: unknown): string | null {
  if (response === null || response === '') {
    if (ctx.views.top(person.id) === view) ctx.views.close(person.id, 'top');
    return null;
  }
  const parsed = answer.safeParse(response);
  if (!parsed.success) return `not an answer to a submission: ${JSON.stringify(response)}`;
  try {
    return perform(ctx, person, view, parsed.data);
  } catch (error) {
    if (error instanceof SlackError) return `${error.code} ${JSON.stringify(error.extra)}`;
    throw error;
  }
}

function perform(
  ctx: SlackContext,
  person: SlackPerson,
  view: SlackView,
  asked: z.output<typeof answer>,
): string | null {
  switch (asked.response_action) {
    case 'clear':
      ctx.views.close(person.id, 'all');
      return null;
    case 'update':
      ctx.views.update(view, modalOf(ctx, asked.view));
      return null;
    case 'push':
      return ctx.views.push(person.id, modalOf(ctx, asked.view)) ? null : 'push_limit_reached';
    case 'errors': {
      const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const unknown = Object.keys(asked.errors).find((blockId) => !inputs.includes(blockId));
      if (unknown !== undefined) return `errors name "${unknown}", which is no input block`;
      if (Object.keys(asked.errors).length === 0) return 'errors is empty';
      ctx.views.answered(view, { errors: asked.errors });
      return null;
    }
  }
}

function wantingField(view: SlackView, block: Block): [string, string][] {
  if (block.type !== 'input') return [];
  const { element } = block;
  const value = view.values[block.block_id]?.[element.action_id ?? ''];
  if (isEmpty(value)) return block.optional ? [] : [[block.block_id, 'Please complete this required field.']];
  if (element.type !== 'plain_text_input') return [];
  const { length } = value?.value ?? '';
  if (element.min_length !== undefined && length < element.min_length) {
    return [[block.block_id, `Please enter at least ${element.min_length} characters.`]];
  }
  const most = element.max_length ?? 3000;
  return length > most ? [[block.block_id, `Please enter no more than ${most} characters.`]] : [];
}

/**
 * Leaves the top modal (`Cancel`, `Back`) or, with `all`, every open one. The app hears of views that asked for it, and
 * not of what stood in their fields: Slack sends an empty state.
 */
export async function closeView(ctx: SlackContext, person: SlackPerson, how: 'top' | 'all'): Promise<void> {
  const top = ctx.views.top(person.id);
  if (!top) return;
  const wanted = how === 'all' || top.clearOnClose ? 'all' : 'top';
  const closed = ctx.views.close(person.id, wanted);
  const heard = closed.filter((view) => view.notifyOnClose);
  await Promise.all(
    heard.map((view) =>
      ctx.deliver('interaction', 'view_closed', {
        type: 'view_closed',
        ...commonPart(ctx, person),
        view: viewShape(ctx, view, false),
        is_cleared: wanted === 'all' && closed.length > 1,
      }),
    ),
  );
}
