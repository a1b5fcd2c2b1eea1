import { type CheckedView, checkView } from '../block-kit/check-view.ts';
import { limits } from '../block-kit/limits.ts';
import { errorFor, problemLine } from '../block-kit/problems.ts';
import type { SlackContext } from '../context.ts';
import type { JsonObject, SlackView } from '../types.ts';
import { type Args, type Methods, SlackError, writes } from './method.ts';
import { viewShape } from './shapes.ts';

export const viewMethods: Methods = {
  'views.open': writes(null, (ctx, args) => {
    const view = modalOf(ctx, args.json('view'));
    const personId = useTrigger(ctx, args);
    refuseKnownExternalId(ctx, view);
    return answer(ctx, ctx.views.open(personId, view));
  }),

  'views.push': writes(null, (ctx, args) => {
    const view = modalOf(ctx, args.json('view'));
    const personId = useTrigger(ctx, args);
    if (!ctx.views.top(personId)) throw new SlackError('not_found');
    refuseKnownExternalId(ctx, view);
    const pushed = ctx.views.push(personId, view);
    if (!pushed) throw new SlackError('push_limit_reached');
    return answer(ctx, pushed);
  }),

  'views.update': writes(null, (ctx, args) => {
    const to = modalOf(ctx, args.json('view'));
    const view = args.text('external_id')
      ? ctx.views.byExternalId(args.needText('external_id'))
      : ctx.views.byId(args.needText('view_id'));
    if (view?.type !== 'modal') throw new SlackError('not_found');
    refuseOldHash(args, view);
    ctx.views.update(view, { ...to, externalId: to.externalId || view.externalId });
    return answer(ctx, view);
  }),

  'views.publish': writes(null, (ctx, args) => {
    const person = ctx.workspace.people.get(args.needText('user_id'));
    if (!person || person.standing === 'deactivated') throw new SlackError('user_not_found');
    const view = checkedView(ctx, args.json('view'), 'home');
    const home = ctx.views.home(person.id);
    if (home) refuseOldHash(args, home);
    return answer(ctx, ctx.views.publish(person.id, view));
  }),
};

/** A modal that the app sent, as an argument or in an ack. Throws `view_too_large` or `invalid_arguments`. */
export function modalOf(ctx: SlackContext, given: unknown): CheckedView {
  return checkedView(ctx, given, 'modal');
}

function checkedView(ctx: SlackContext, given: unknown, surface: 'modal' | 'home'): CheckedView {
  if (given === undefined) {
    throw SlackError.withMessages('invalid_arguments', ['[ERROR] missing required field: view']);
  }
  if (Buffer.byteLength(JSON.stringify(given)) > limits.viewBytes) throw new SlackError('view_too_large');
  const checked = checkView(given, surface, ctx.faults.refusedBlocks);
  if (checked.ok) return checked.value;
  throw SlackError.withMessages(errorFor(checked.problems, 'invalid_arguments'), checked.problems.map(problemLine));
}

/** Whose trigger it is. */
function useTrigger(ctx: SlackContext, args: Args): string {
  const found = ctx.triggers.use(args.needText('trigger_id'));
  if ('error' in found) throw new SlackError(found.error);
  return found.personId;
}

function refuseKnownExternalId(ctx: SlackContext, view: CheckedView): void {
  if (view.externalId && ctx.views.byExternalId(view.externalId)) throw new SlackError('duplicate_external_id');
}

function refuseOldHash(args: Args, view: SlackView): void {
  const hash = args.text('hash');
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
}

function answer(ctx: SlackContext, view: SlackView): JsonObject {
  return { view: viewShape(ctx, view, false) };
}
