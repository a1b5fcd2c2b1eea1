import { z } from 'zod';
import { accessory, actionsElement, button, image, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { richText } from './rich-text.ts';
import { anyText, blockId, mrkdwn, plainText } from './texts.ts';

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(limits.text).optional(),
    fields: z.array(anyText(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text || block.fields, 'must define either `text` or `fields`');

const card = z
  .strictObject({
    type: z.literal('card'),
    block_id: blockId,
    hero_image: image.optional(),
    icon: image.optional(),
    slack_icon: z.strictObject({ type: z.literal('icon'), name: z.string().min(1) }).optional(),
    title: mrkdwn(limits.cardTitle).optional(),
    subtitle: mrkdwn(limits.cardTitle).optional(),
    body: mrkdwn(limits.cardBody).optional(),
    subtext: mrkdwn(limits.cardSubtext).optional(),
    actions: z.array(button).max(limits.cardActions).optional(),
  })
  .refine(
    (block) => block.hero_image || block.title || block.actions || block.body,
    'must define at least one of `hero_image`, `title`, `actions` or `body`',
  );

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);
type Cell = z.output<typeof cell>;
const row = z.array(cell).min(1).max(limits.tableColumns);

const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: blockId,
    rows: z.array(row).min(1).max(limits.tableRows),
    column_settings: z
      .array(
        z
          .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
          .nullable(),
      )
      .max(limits.tableColumns)
      .optional(),
  })
  .superRefine((block, ctx) => checkRows(block.rows, limits.tableCharacters, ctx));

const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    caption: z.string().min(1),
    rows: z.array(row).min(2).max(limits.dataTableRows),
    page_size: z.int().min(1).max(limits.dataTablePage).optional(),
    row_header_column_index: z
      .int()
      .min(0)
      .max(limits.tableColumns - 1)
      .optional(),
  })
  .superRefine((block, ctx) => {
    checkRows(block.rows, limits.dataTableCharacters, ctx);
    const width = block.rows[0]?.length;
    if (block.rows.some((cells) => cells.length !== width)) {
      ctx.addIssue({ code: 'custom', path: ['rows'], message: 'all rows must have the same number of cells' });
    }
    if (block.rows[0]?.some((header) => header.type === 'rich_text')) {
      ctx.addIssue({ code: 'custom', path: ['rows', 0], message: 'header cells must not be rich_text' });
    }
  });

function checkRows(rows: Cell[][], most: number, ctx: z.RefinementCtx): void {
  const characters = rows.flat().reduce((sum, each) => sum + textOf(each).length, 0);
  if (characters <= most) return;
  const message = `table content must be less than ${most + 1} characters`;
  ctx.addIssue({ code: 'custom', path: ['rows'], message });
}

function textOf(each: Cell): string {
  if (each.type !== 'rich_text') return each.text;
  return each.elements
    .flatMap((element) => element.elements.flatMap((inner) => ('elements' in inner ? inner.elements : [inner])))
    .map((inline) => ('text' in inline ? (inline.text ?? '') : ''))
    .join('');
}

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(limits.label),
  element: inputElement,
  hint: plainText(limits.label).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const taskStatus = z.enum(['pending', 'in_progress', 'complete', 'error']);
const taskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id: blockId,
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: taskStatus.default('pending'),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: z.string().min(1).max(limits.url), text: z.string().min(1) }))
    .optional(),
});

/** The blocks that the sandbox knows. Others answer `unsupported type`, as Slack answers to a block it does not know. */
export const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(limits.header) }),
  section,
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion('type', [image, plainText(limits.text), mrkdwn(limits.text)]))
      .min(1)
      .max(limits.contextElements),
  }),
  z.strictObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z.array(actionsElement).min(1).max(limits.actionsElements),
  }),
  z.strictObject({ ...image.shape, block_id: blockId, title: plainText(limits.altText).optional() }),
  richText,
  input,
  table,
  dataTable,
  z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: z.string().min(1).max(limits.markdown) }),
  z.strictObject({
    type: z.literal('alert'),
    block_id: blockId,
    text: anyText(limits.alertText),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  card,
  z.strictObject({
    type: z.literal('carousel'),
    block_id: blockId,
    elements: z.array(card).min(1).max(limits.carousel),
  }),
  taskCard,
  z.strictObject({
    type: z.literal('plan'),
    block_id: blockId,
    title: z.string().min(1),
    // Slack's own examples leave the type of a task away.
    tasks: z.array(taskCard.extend({ type: taskCard.shape.type.default('task_card') })).optional(),
  }),
]);

export type ParsedBlock = z.output<typeof block>;
/** A block as the workspace keeps it: Slack gives each an id when the app did not. */
export type Block = ParsedBlock & { block_id: string };
export type BlockType = ParsedBlock['type'];
export type BlockOf<T extends BlockType> = Extract<ParsedBlock, { type: T }>;
