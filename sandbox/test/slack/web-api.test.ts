import type { View, WebClient } from '@slack/web-api';
import { defaultManifest } from '../../slack/manifest.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../slack/start-slack.ts';
import { clientWith, errorOf } from './web-client.ts';

const channel = 'C0123456789';
let slack: SlackServer;
let client: WebClient;
let at = new Date('2026-03-01T09:00:00Z');

async function start(options: SlackOptions = {}): Promise<void> {
  slack = await startSlack({ now: () => at, ...options });
  client = clientWith(slack);
}

function modal(blocks: View['blocks'], rest: Partial<View> = {}): View {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Title' }, blocks, ...rest };
  return view as View;
}
const divider = { type: 'divider' };

beforeEach(async () => {
  at = new Date('2026-03-01T09:00:00Z');
  await start();
});
afterEach(() => slack.close());

describe('tokens and scopes', () => {
  test('the app learns who it is and what it may do', async () => {
    const answer = await client.auth.test();
    expect(answer).toMatchObject({ ok: true, team_id: 'T0123456789', bot_id: 'B0123456789' });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  test.each([
    ['nobody knows the token', () => clientWith(slack, 'xoxb-forged').auth.test(), 'invalid_auth'],
    ['there is no token', () => clientWith(slack, '').auth.test(), 'not_authed'],
    [
      'the app token posts',
      () => clientWith(slack, slack.appToken).chat.postMessage({ channel, text: 'x' }),
      'not_allowed_token_type',
    ],
    ['the bot token connects', () => client.apps.connections.open({}), 'not_allowed_token_type'],
    ['there is no such method', () => client.apiCall('domo.change'), 'unknown_method'],
    ['only the sandbox has no such method', () => client.apiCall('pins.add'), 'not_in_this_sandbox'],
  ])('refused: %s', async (_, call, error) => {
    expect(await errorOf(call())).toBe(error);
  });

  test('a scope that was not granted is named; the e-mail has its own', async () => {
    await slack.close();
    await start({ manifest: { ...defaultManifest, scopes: ['users:read'] } });
    const refused = await client.chat.postMessage({ channel, text: 'x' }).catch((error) => error.data);
    expect(refused).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read' });
    const { user } = await client.users.info({ user: 'U0EMMY00001' });
    expect(user?.profile?.email).toBeUndefined();
    expect([...slack.used.scopes]).toEqual(['users:read']);
  });
});

describe('messages', () => {
  test('posted, found, changed and deleted', async () => {
    const posted = await client.chat.postMessage({ channel: '#domo-changes', text: 'one' });
    const ts = posted.ts ?? '';
    expect(posted.channel).toBe(channel);
    const link = await client.chat.getPermalink({ channel, message_ts: ts });
    expect(link.permalink).toBe(`https://academy.slack.com/archives/${channel}/p${ts.replace('.', '')}`);
    await client.chat.update({ channel, ts, text: 'two' });
    expect(slack.as('Emmy').messages('domo-changes')).toMatchObject([{ text: 'two', edited: true }]);
    await client.chat.delete({ channel, ts });
    expect(await errorOf(client.chat.update({ channel, ts, text: 'three' }))).toBe('message_not_found');
  });

  test('text without blocks takes the blocks away, and must be short', async () => {
    const ts = (await client.chat.postMessage({ channel, text: 'a', blocks: [divider] })).ts ?? '';
    expect(await errorOf(client.chat.update({ channel, ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    await client.chat.update({ channel, ts, text: 'b' });
    expect(slack.workspace.messages[0]?.blocks).toEqual([]);
  });

  test.each([
    ['nothing is said', () => client.chat.postMessage({ channel } as never), 'no_text'],
    [
      'the app is not in the channel',
      () => client.chat.postMessage({ channel: 'C0GENERAL01', text: 'x' }),
      'not_in_channel',
    ],
    ['there is no channel', () => client.chat.postMessage({ channel: 'C0NOWHERE00', text: 'x' }), 'channel_not_found'],
    [
      'an update is long',
      () => client.chat.update({ channel, ts: '1.0', text: 'x'.repeat(4001) }),
      'message_not_found',
    ],
    [
      'an ephemeral one is for an outsider',
      () => client.chat.postEphemeral({ channel, user: 'U0EVARISTE1', text: 'x' }),
      'user_not_in_channel',
    ],
    ['a DM goes to someone who left', () => client.conversations.open({ users: 'U0LEONHARD1' }), 'user_disabled'],
    [
      'the blocks are no array',
      () => client.chat.postMessage({ channel, text: 'x', blocks: '{' as never }),
      'invalid_blocks_format',
    ],
    [
      'all blocks together are long',
      () =>
        client.chat.postMessage({
          channel,
          text: 'x',
          blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))),
        }),
      'msg_blocks_too_long',
    ],
  ])('refused: %s', async (_, call, error) => {
    expect(await errorOf(call())).toBe(error);
  });

  test('what people wrote is not the app’s to change', async () => {
    const { ts } = slack.workspace.post({ channelId: channel, authorId: 'U0EMMY00001', text: 'mine' });
    expect(await errorOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message');
    expect(await errorOf(client.chat.delete({ channel, ts }))).toBe('cant_delete_message');
  });

  test('a DM is one conversation, by id or by person', async () => {
    const { channel: im } = await client.conversations.open({ users: 'U0SOPHIE001' });
    const posted = await client.chat.postMessage({ channel: 'U0SOPHIE001', text: 'hello' });
    expect(posted.channel).toBe(im?.id);
    expect(slack.as('Sophie').dms()).toMatchObject([{ text: 'hello', author: 'Domo Steward' }]);
    expect(await errorOf(client.chat.update({ channel: 'U0SOPHIE001', ts: posted.ts ?? '', text: 'x' }))).toBe(
      'channel_not_found',
    );
  });
});

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

describe('people', () => {
  test('each kind of person is told apart', async () => {
    const info = async (user: string) => (await client.users.info({ user })).user;
    expect(await info('U0EMMY00001')).toMatchObject({
      deleted: false,
      is_bot: false,
      profile: { email: 'emmy@example.com' },
    });
    expect(await info('U0LEONHARD1')).toMatchObject({ deleted: true });
    expect(await info('U0EVARISTE1')).toMatchObject({ is_restricted: true });
    expect(await info('U0ENGINE001')).toMatchObject({ is_bot: true });
    expect(await info('U0RAMANUJA1')).toMatchObject({ is_stranger: true, team_id: 'T0CAMBRIDGE' });
    expect(await errorOf(info('U0NOBODY000'))).toBe('user_not_found');
  });

  test('the deactivated are not found by e-mail', async () => {
    expect((await client.users.lookupByEmail({ email: 'Ada@Example.com' })).user?.id).toBe('U0ADA000001');
    expect(await errorOf(client.users.lookupByEmail({ email: 'leonhard@example.com' }))).toBe('users_not_found');
  });

  test('lists come in pages', async () => {
    const ids: string[] = [];
    for await (const page of client.paginate('users.list', { limit: 4 })) {
      const { members = [] } = page as { members?: { id: string }[] };
      ids.push(...members.map((member) => member.id));
    }
    expect(new Set(ids).size).toBe(11);
  });

  test.each([
    ['invalid_cursor', { cursor: 'made up' }],
    ['invalid_cursor', { cursor: Buffer.from('4').toString('base64') }],
    ['invalid_cursor', { cursor: Buffer.from('from:-1').toString('base64') }],
    ['invalid_limit', { limit: 0 }],
    ['invalid_limit', { limit: -1 }],
    ['invalid_limit', { limit: 2.5 }],
    ['invalid_limit', { limit: 'all' as never }],
    ['no error', { cursor: '', limit: 5000 }],
  ])('%s: a page by %j', async (error, by) => {
    expect(await errorOf(client.users.list(by))).toBe(error);
    expect(await errorOf(client.conversations.members({ channel, ...by }))).toBe(error);
  });

  test('a page must lie in its list', async () => {
    const first = await client.users.list({ limit: 9 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    expect((await client.users.list({ cursor })).members).toHaveLength(2);
    expect(await errorOf(client.conversations.members({ channel, cursor }))).toBe('invalid_cursor');
  });

  test('groups tell their members, and the app hears of changes', async () => {
    const usergroup = 'S0123456789';
    expect((await client.usergroups.users.list({ usergroup })).users).toEqual(['U0EMMY00001', 'U0ADA000001']);
    void slack.setGroupMembers(usergroup, ['U0ADA000001', 'U0BLAISE001']);
    expect((await client.usergroups.users.list({ usergroup })).users).toEqual(['U0ADA000001', 'U0BLAISE001']);
    expect(slack.deliveries.at(-1)?.payload.event).toMatchObject({
      added_users: ['U0BLAISE001'],
      removed_users: ['U0EMMY00001'],
    });
    expect(await errorOf(client.usergroups.users.list({ usergroup: 'S0NOTHING00' }))).toBe('no_such_subteam');
  });

  test('a channel says who is in it', async () => {
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_member: true,
      is_private: false,
    });
    const { members } = await client.conversations.members({ channel });
    expect(members).toContain('U0SOPHIE001');
    expect(members).not.toContain('U0EVARISTE1');
  });
});

describe('views', () => {
  const trigger = (whom = 'U0SOPHIE001') => slack.context.triggers.issue(whom);
  const open = (view: View = modal([divider]), trigger_id = trigger()) => client.views.open({ trigger_id, view });

  test('a trigger is good for three seconds and one view', async () => {
    const used = trigger();
    await open(modal([divider]), used);
    expect(await errorOf(open(modal([divider]), used))).toBe('exchanged_trigger_id');
    const late = trigger();
    at = new Date(at.getTime() + 3001);
    expect(await errorOf(open(modal([divider]), late))).toBe('expired_trigger_id');
    expect(await errorOf(open(modal([divider]), 'made.up'))).toBe('invalid_trigger_id');
  });

  test('an update with an old hash is refused', async () => {
    const { view } = await open();
    const view_id = view?.id ?? '';
    const hash = view?.hash ?? '';
    await client.views.update({ view_id, hash, view: modal([divider, divider]) });
    expect(await errorOf(client.views.update({ view_id, hash, view: modal([divider]) }))).toBe('hash_conflict');
    expect(await errorOf(client.views.update({ view_id: 'V0', view: modal([divider]) }))).toBe('not_found');
    await slack.as('Sophie').closeModal();
    expect(await errorOf(client.views.update({ view_id, view: modal([divider]) }))).toBe('not_found');
  });

  test('three views may lie on each other', async () => {
    await open();
    const push = () => client.views.push({ trigger_id: trigger(), view: modal([divider]) });
    const second = await push();
    const third = await push();
    expect(third.view?.previous_view_id).toBe(second.view?.id);
    expect(third.view?.root_view_id).toBe(second.view?.root_view_id);
    expect(await errorOf(push())).toBe('push_limit_reached');
  });

  test.each([
    ['private_metadata of 3,001', modal([divider], { private_metadata: 'x'.repeat(3001) }), 'invalid_arguments'],
    [
      'a title of 25',
      modal([divider], { title: { type: 'plain_text', text: 'x'.repeat(25) } } as Partial<View>),
      'invalid_arguments',
    ],
    ['an input without submit', modal([input('Reason')]), 'invalid_arguments'],
    ['submit_disabled', modal([divider], { submit_disabled: true } as Partial<View>), 'invalid_arguments'],
    ['a table', modal([{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] } as never]), 'invalid_arguments'],
    ['more than 250 kB', modal(Array.from({ length: 100 }, () => section('x'.repeat(2600)))), 'view_too_large'],
  ])('refused: %s', async (_, view, error) => {
    expect(await errorOf(open(view))).toBe(error);
  });

  test('a field keeps what was typed while its ids stay the same', async () => {
    const form = (block: string) =>
      modal([input('Reason', block)], { submit: { type: 'plain_text', text: 'Go' } } as Partial<View>);
    const { view } = await open(form('a'));
    const sophie = slack.as('Sophie');
    await sophie.fill('Reason', 'because');
    await client.views.update({ view_id: view?.id ?? '', view: form('a') });
    expect(sophie.openModal()?.text).toContain('Reason: because');
    await client.views.update({ view_id: view?.id ?? '', view: form('b') });
    expect(sophie.openModal()?.text).toContain('Reason: ____');
  });
});

function input(label: string, block_id = 'reason') {
  const element = { type: 'plain_text_input', action_id: 'text' };
  return { type: 'input', block_id, label: { type: 'plain_text', text: label }, element } as never;
}
