import { checkBlocks } from '../block-kit/check-blocks.ts';
import { checkView } from '../block-kit/check-view.ts';
import { errorFor, type Problem } from '../block-kit/problems.ts';
import type { SlackContext } from '../context.ts';
import { installedOn } from '../installation.ts';
import { type Args, type Methods, reads, SlackError, writes } from './method.ts';

/** Who the app is, how it connects, and whether its blocks would do. */
export const appMethods: Methods = {
  'api.test': {
    scope: null,
    token: null,
    json: true,
    run: (_ctx, args) => {
      const error = args.text('error');
      if (error) throw new SlackError(error, { args: args.raw });
      return { args: args.raw };
    },
  },

  'auth.test': writes(null, (ctx) => {
    const { app, team } = ctx.workspace;
    const on = installedOn(ctx);
    return {
      url: `https://${team.domain}.slack.com/`,
      team: on.name,
      user: 'domo_steward',
      team_id: on.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      ...(team.enterprise && { enterprise_id: team.enterprise.id }),
      is_enterprise_install: app.isOrgWide === true,
    };
  }),

  'bots.info': reads('users:read', (ctx, args) => {
    const { app } = ctx.workspace;
    if (args.needText('bot') !== app.botId) throw new SlackError('bot_not_found');
    return { bot: { id: app.botId, app_id: app.id, user_id: app.botUserId, name: app.name, deleted: false } };
  }),

  'apps.connections.open': {
    scope: null,
    token: 'app',
    json: true,
    run: (ctx) => ({ url: ctx.socketUrl() }),
  },

  'blocks.validate': {
    scope: null,
    token: null,
    json: true,
    run: (ctx, args) => {
      const { error, problems } = problemsOfArgument(ctx, args);
      if (problems.length === 0) return {};
      const errors = problems.map(({ pointer, message, constraint }) => {
        return { pointer, code: 'failed_constraint', message, ...(constraint && { constraint }) };
      });
      throw new SlackError(errorFor(problems, error), { errors });
    },
  },
};

function problemsOfArgument(ctx: SlackContext, args: Args): { error: string; problems: Problem[] } {
  const given = ['blocks', 'message', 'view'].filter((name) => args.raw[name] !== undefined);
  if (given.length !== 1) throw new SlackError('invalid_arguments');
  const value = args.json(given[0] ?? '');
  const refused = ctx.faults.refusedBlocks;
  if (given[0] === 'view') {
    const home = typeof value === 'object' && value !== null && 'type' in value && value.type === 'home';
    const checked = checkView(value, home ? 'home' : 'modal', refused);
    return { error: 'invalid_view', problems: checked.ok ? [] : checked.problems };
  }
  if (given[0] === 'blocks') {
    const checked = checkBlocks(value, 'message', refused, '');
    return { error: 'invalid_blocks', problems: checked.ok ? [] : checked.problems };
  }
  const blocks = typeof value === 'object' && value !== null && 'blocks' in value ? value.blocks : [];
  const checked = checkBlocks(blocks, 'message', refused);
  return { error: 'invalid_message', problems: checked.ok ? [] : checked.problems };
}
