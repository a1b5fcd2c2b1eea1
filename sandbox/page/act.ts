import { z } from 'zod';
import type { FieldValue } from '../slack/field-value.ts';

const id = z.string().min(1).max(255);
const ts = z.string().regex(/^\d+\.\d+$/);
const message = z.object({ channelId: id, ts });
/** Where an element stands. */
const place = z.discriminatedUnion('in', [
  z.object({ in: z.literal('message'), channelId: id, ts }),
  z.object({ in: z.literal('view'), viewId: id }),
]);
const at = { place, blockId: id, actionId: id };
const text = z.string().max(40_000);
const datasetId = id;
const owner = z.object({ type: z.enum(['USER', 'GROUP']), id: z.int() });
const type = z.string().regex(/^(STRING|DECIMAL|LONG|DOUBLE|DATE|DATETIME)$/);
const columns = z
  .array(z.object({ name: z.string().min(1).max(1000), type }))
  .min(1)
  .max(5_000);
/** What a field may hold; whether it is one of its menu's choices is for the app to judge, as in Slack. */
const value = z.custom<FieldValue>((given) => fieldValue.safeParse(given).success);
const option = z.object({ text: z.object({ type: z.string(), text: z.string() }), value: z.string() }).loose();
const fieldValue = z.object({
  type: z.string(),
  selected_option: option.nullish(),
  selected_options: z.array(option).optional(),
});

/** What a person at the page does. Each is answered with an `ActAnswer`. */
const act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('post'), channelId: id, threadTs: ts.nullable(), text: text.min(1) }),
  z.object({ do: z.literal('shortcut'), name: id, message: message.nullable() }),
  z.object({ do: z.literal('delete message'), ...message.shape }),
  z.object({ do: z.literal('read'), ...message.shape }),
  z.object({ do: z.literal('press'), ...at }),
  z.object({ do: z.literal('choose'), ...at, value }),
  z.object({ do: z.literal('fill'), ...at, value: text, tell: z.boolean() }),
  z.object({ do: z.literal('options'), ...at, query: z.string().max(1000) }),
  z.object({ do: z.literal('submit'), viewId: id }),
  z.object({ do: z.literal('close'), viewId: id, how: z.enum(['top', 'all']) }),
  z.object({ do: z.literal('open home') }),
  z.object({ do: z.literal('switch'), name: id, on: z.boolean(), datasetId: datasetId.nullable() }),
  z.object({ do: z.literal('set owner'), datasetIds: z.array(datasetId).min(1).max(1000), owner }),
  z.object({ do: z.literal('describe'), datasetId, description: text }),
  z.object({ do: z.literal('rename column'), datasetId, index: z.int().min(0), name: z.string().min(1).max(1000) }),
  z.object({ do: z.literal('set columns'), datasetId, columns, at: z.enum(['domo', 'source']) }),
  z.object({ do: z.literal('run connector'), datasetId }),
  z.object({ do: z.literal('delete dataset'), datasetId }),
  z.object({ do: z.literal('delete user'), userId: z.int() }),
  z.object({
    do: z.literal('later'),
    hours: z
      .int()
      .min(1)
      .max(24 * 31),
  }),
  z.object({ do: z.literal('restart') }),
]);

const request = z.object({ as: id, act });

export type Place = z.output<typeof place>;
export type Act = z.output<typeof act>;
/** The act of this name. */
export type ActOf<D extends Act['do']> = Extract<Act, { do: D }>;

/** Reads what a tab sent: who acts, and what they do. Throws a `ZodError` or a `SyntaxError`. */
export function readAct(body: string): { as: string; act: Act } {
  return request.parse(JSON.parse(body));
}
