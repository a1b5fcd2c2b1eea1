import type { WebClient } from '@slack/web-api';
import { gridWorld } from '../../slack/grid-world.ts';
import { defaultManifest } from '../../slack/manifest.ts';
import { type SlackOptions, type SlackServer, startSlack } from '../../slack/start-slack.ts';
import { clientWith } from './web-client.ts';

let slack: SlackServer;
let client: WebClient;

async function start(options: SlackOptions = {}): Promise<void> {
  slack = await startSlack(options);
  client = clientWith(slack);
}

afterEach(() => slack.close());

const infoOf = async (user: string) => (await client.users.info({ user })).user;

describe('people of this workspace', () => {
  it('tells guests of several channels and of a single one apart', async () => {
    await start();
    expect(await infoOf('U0EVARISTE1')).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
    slack.workspace.person('evariste').standing = 'single-channel guest';
    expect(await infoOf('U0EVARISTE1')).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  });

  it('leaves eleven keys out of the record of someone who was deactivated', async () => {
    await start();
    const active = Object.keys((await infoOf('U0SOPHIE001')) ?? {});
    const left = Object.keys((await infoOf('U0PIERRE001')) ?? {});
    expect(active.filter((key) => !left.includes(key)).sort()).toEqual([
      'color',
      'has_2fa',
      'is_admin',
      'is_owner',
      'is_primary_owner',
      'is_restricted',
      'is_ultra_restricted',
      'real_name',
      'tz',
      'tz_label',
      'tz_offset',
    ]);
  });

  it('says that someone is a stranger only while the app shares no channel with them', async () => {
    await start();
    expect(await infoOf('U0RAMANUJA1')).toMatchObject({ is_stranger: true, team_id: 'T0CAMBRIDGE' });
    slack.workspace.channel('domo-changes')?.members.add('U0RAMANUJA1');
    expect(await infoOf('U0RAMANUJA1')).not.toHaveProperty('is_stranger');
  });

  it('shows no e-mail where the profile has none, and takes any odd record', async () => {
    await start();
    slack.workspace.person('carl').email = null;
    expect((await infoOf('U0CARL00001'))?.profile).not.toHaveProperty('email');
    await expect(client.users.lookupByEmail({ email: 'carl@example.com' })).rejects.toThrow('users_not_found');

    slack.workspace.person('ada').odd = { real_name: null, is_restricted: undefined, profile: { email: null } };
    const ada = await infoOf('U0ADA000001');
    expect(ada).toMatchObject({ real_name: null, profile: { email: null, real_name: 'Ada Lovelace' } });
    expect(ada).not.toHaveProperty('is_restricted');
    slack.workspace.person('ada').odd = { profile: null };
    expect((await infoOf('U0ADA000001'))?.profile).toBeNull();
  });

  it('tells the app of a person who changed', async () => {
    await start({ manifest: { ...defaultManifest, events: ['user_change'] } });
    await slack.changePerson('ada', { standing: 'deactivated' });
    expect(slack.deliveries.at(-1)?.payload.event).toMatchObject({
      type: 'user_change',
      user: { id: 'U0ADA000001', deleted: true },
    });
  });
});

describe('groups and channels that are out of use', () => {
  it('has disabled groups only for those who ask for them', async () => {
    await start();
    const group = slack.workspace.userGroups.get('S0123456789');
    if (group) group.isDisabled = true;
    expect((await client.usergroups.list()).usergroups).toEqual([]);
    expect((await client.usergroups.list({ include_disabled: true })).usergroups).toMatchObject([
      { id: 'S0123456789', date_delete: expect.any(Number), deleted_by: 'USLACKBOT' },
    ]);
    await expect(client.usergroups.users.list({ usergroup: 'S0123456789' })).rejects.toThrow('no_such_subteam');
    const { users } = await client.usergroups.users.list({ usergroup: 'S0123456789', include_disabled: true });
    expect(users).toHaveLength(2);
  });

  it('takes neither messages nor edits in an archived channel', async () => {
    await start();
    const channel = 'C0123456789';
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'before' });
    Object.assign(slack.workspace.channel(channel) ?? {}, { isArchived: true });
    await expect(client.chat.postMessage({ channel, text: 'after' })).rejects.toThrow('is_archived');
    await expect(client.chat.postEphemeral({ channel, user: 'U0EMMY00001', text: 'a' })).rejects.toThrow('is_archived');
    await expect(client.chat.update({ channel, ts, text: 'after' })).rejects.toThrow('is_inactive');
    expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_archived: true });
  });

  it.each([
    ['organization', { is_shared: true, is_org_shared: true, is_ext_shared: false }],
    ['others', { is_shared: true, is_org_shared: false, is_ext_shared: true }],
  ] as const)('says that a channel is shared with %s', async (sharedWith, flags) => {
    await start();
    Object.assign(slack.workspace.channel('domo-changes') ?? {}, { sharedWith });
    expect((await client.conversations.info({ channel: 'C0123456789' })).channel).toMatchObject(flags);
  });
});

describe('an Enterprise Grid organization', () => {
  const ours = 'T0123456789';

  it('names the workspaces that someone is in', async () => {
    await start({ world: gridWorld() });
    expect(await client.auth.test()).toMatchObject({ team_id: ours, enterprise_id: 'E0ACADEMIES' });
    expect(await infoOf('W0OLGA00001')).toMatchObject({
      team_id: 'T0BERLIN001',
      enterprise_user: { id: 'W0OLGA00001', enterprise_id: 'E0ACADEMIES', teams: ['T0BERLIN001', ours] },
    });
    const kurt = await infoOf('W0KURT00001');
    expect(kurt).toMatchObject({ enterprise_user: { teams: ['T0BERLIN001'] } });
    expect(kurt).not.toHaveProperty('team_id');
    const amalie = await infoOf('U0AMALIE001');
    expect(amalie).toMatchObject({ teams: [ours], enterprise_id: 'E0ACADEMIES' });
    expect(amalie).not.toHaveProperty('enterprise_user');
    expect(await infoOf('U0RAMANUJA1')).not.toHaveProperty('enterprise_user');
  });

  it('lists and finds by e-mail those of the workspace only', async () => {
    await start({ world: gridWorld() });
    const ids = (await client.users.list({})).members?.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['W0OLGA00001', 'U0AMALIE001', 'U0SOPHIE001']));
    expect(ids).not.toContain('W0KURT00001');
    expect(ids).not.toContain('U0RAMANUJA1');
    await expect(client.users.lookupByEmail({ email: 'kurt@example.com' })).rejects.toThrow('users_not_found');
  });

  it('says in each payload where it comes from', async () => {
    await start({ world: gridWorld() });
    await slack.as('olga').command('/domo-owner');
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      team_id: ours,
      enterprise_id: 'E0ACADEMIES',
      enterprise_name: 'Academies',
      is_enterprise_install: 'false',
    });
    await slack.as('olga').shortcut('Change dataset owner');
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      user: { id: 'W0OLGA00001', team_id: 'T0BERLIN001' },
      team: { id: ours },
      enterprise: { id: 'E0ACADEMIES', name: 'Academies' },
      is_enterprise_install: false,
    });
  });

  it('has a token without a workspace where the app is installed on the whole organization', async () => {
    await start({ world: gridWorld({ isOrgWide: true }) });
    expect(await client.auth.test()).toMatchObject({ team_id: 'E0ACADEMIES', is_enterprise_install: true });
    for (const call of [
      client.users.list({}),
      client.usergroups.list(),
      client.usergroups.users.list({ usergroup: 'S0123456789' }),
    ]) {
      await expect(call).rejects.toThrow('team_access_not_granted');
    }
    expect((await client.usergroups.list({ team_id: ours })).usergroups).toHaveLength(1);
    await slack.as('sophie').shortcut('Change dataset owner');
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({ team: null, is_enterprise_install: true });
    await slack
      .as('sophie')
      .openHome(undefined, { timeoutMs: 1 })
      .catch(() => undefined);
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      team_id: ours,
      context_team_id: ours,
      context_enterprise_id: 'E0ACADEMIES',
      authorizations: [{ team_id: null, enterprise_id: 'E0ACADEMIES', is_enterprise_install: true }],
    });
  });
});
