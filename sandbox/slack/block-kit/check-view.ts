import { z } from 'zod';
import type { Block } from './blocks.ts';
import { type Checked, checkBlocks } from './check-blocks.ts';
import { limits } from './limits.ts';
import { problemsOf } from './problems.ts';
import { plainText } from './texts.ts';

const titleText = plainText(limits.viewTitle);
const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(limits.privateMetadata).optional(),
  callback_id: z.string().max(limits.id).optional(),
  external_id: z.string().max(limits.id).optional(),
};
const viewArgument = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: titleText,
    close: titleText.optional(),
    submit: titleText.optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
]);

/** What an app sent as a view, with its blocks as Slack keeps them. */
export interface CheckedView {
  type: 'modal' | 'home';
  title: string;
  submit: string | null;
  close: string | null;
  blocks: Block[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
}

/** Checks a `view` argument as Slack does, except for its size, which has an error of its own. */
export function checkView(
  input: unknown,
  surface: 'modal' | 'home',
  refused: ReadonlySet<string>,
): Checked<CheckedView> {
  const parsed = viewArgument.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error, '/view') };
  const view = parsed.data;
  if (view.type !== surface) {
    return { ok: false, problems: [{ pointer: '/view/type', message: `unsupported type: ${view.type}` }] };
  }
  const blocks = checkBlocks(view.blocks, surface, refused, '/view/blocks');
  if (!blocks.ok) return blocks;
  const asksSomething = blocks.value.some((each) => each.type === 'input');
  if (view.type === 'modal' && asksSomething && !view.submit) {
    return { ok: false, problems: [{ pointer: '/view', message: 'missing required field: submit' }] };
  }
  return {
    ok: true,
    value: {
      type: view.type,
      title: view.type === 'modal' ? view.title.text : '',
      submit: view.type === 'modal' ? (view.submit?.text ?? null) : null,
      close: view.type === 'modal' ? (view.close?.text ?? null) : null,
      blocks: blocks.value,
      privateMetadata: view.private_metadata ?? '',
      callbackId: view.callback_id ?? '',
      externalId: view.external_id ?? '',
      clearOnClose: view.type === 'modal' && view.clear_on_close === true,
      notifyOnClose: view.type === 'modal' && view.notify_on_close === true,
    },
  };
}
