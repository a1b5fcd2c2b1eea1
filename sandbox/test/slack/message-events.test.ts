import type { App } from '@slack/bolt';
import { write } from '../../slack/acts.ts';
import { defaultManifest } from '../../slack/manifest.ts';
import { startTinyApp, type TinyApp } from './tiny-app.ts';

const manifest = {
  ...defaultManifest,
  events: ['message.channels'],
  scopes: [...defaultManifest.scopes, 'channels:history'],
};

describe('what is written', () => {
  let tiny: TinyApp;
  const heard: object[] = [];

  beforeEach(async () => {
    heard.length = 0;
    const register = (app: App) => app.event('message', async ({ event }) => void heard.push(event));
    tiny = await startTinyApp('http', register, { manifest });
  });
  afterEach(() => tiny.stop());
  const hears = (count: number) => tiny.slack.workspace.until(() => heard.length >= count);

  test('reaches an app that is in the channel and subscribed, with its thread', async () => {
    const [emmy, sophie] = [tiny.slack.as('Emmy'), tiny.slack.as('Sophie')];
    sophie.writes('general', 'The app is not here');
    const asked = sophie.writes('domo-changes', 'Who is @Carl Friedrich Gauss?');
    await hears(1);
    emmy.replies(asked, 'Ask <him>');
    await hears(2);
    const common = { type: 'message', channel: 'C0123456789', channel_type: 'channel', team: 'T0123456789' };
    expect(heard).toMatchObject([
      { ...common, user: 'U0SOPHIE001', text: 'Who is <@U0CARL00001|carl>?', ts: asked.ts, event_ts: asked.ts },
      { ...common, text: 'Ask &lt;him&gt;', thread_ts: asked.ts, parent_user_id: 'U0SOPHIE001' },
    ]);
  });

  test('is told again when it is edited or deleted, without who did it', async () => {
    const emmy = tiny.slack.as('Emmy');
    const said = emmy.writes('domo-changes', 'one');
    await hears(1);
    emmy.edits(said, 'two');
    await hears(2);
    emmy.deleteMessage(emmy.now(said));
    await hears(3);
    expect(heard.slice(1)).toMatchObject([
      { subtype: 'message_changed', message: { text: 'two' }, previous_message: { text: 'one' }, hidden: true },
      { subtype: 'message_deleted', deleted_ts: said.ts, previous_message: { text: 'two' } },
    ]);
    const [, changed] = heard as { message?: { ts: string; edited?: { ts: string } } }[];
    expect(Number(changed?.message?.edited?.ts)).toBeGreaterThan(Number(said.ts));
    expect(heard.slice(1).filter((event) => 'user' in event)).toEqual([]);
  });

  test('reaches nobody without the scope for it', async () => {
    const emmy = tiny.slack.as('Emmy');
    tiny.slack.manifest.scopes = defaultManifest.scopes;
    emmy.writes('domo-changes', 'unheard');
    tiny.slack.manifest.scopes = manifest.scopes;
    emmy.writes('domo-changes', 'heard');
    await hears(1);
    expect(heard).toMatchObject([{ text: 'heard' }]);
  });

  test('by another bot says so, without a subtype', async () => {
    const { slack } = tiny;
    const engine = slack.workspace.person('Analytical Engine');
    const channel = slack.workspace.channels.get('C0123456789');
    if (channel !== undefined) write(slack.context, engine, channel, 'approved');
    await hears(1);
    expect(heard).toMatchObject([{ user: engine.id, bot_id: 'B0ENGINE001', text: 'approved' }]);
    expect(heard[0]).not.toHaveProperty('subtype');
  });

  test('from the app itself comes too, but never what only one person sees', async () => {
    const { client } = tiny.app;
    await client.chat.postEphemeral({ channel: 'C0123456789', user: 'U0EMMY00001', text: 'For you' });
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0123456789', text: 'For all' });
    await client.chat.update({ channel: 'C0123456789', ts, text: 'For all of you' });
    // Bolt keeps an app's own messages from it, but not their changes, which name no user.
    await hears(1);
    expect(tiny.slack.deliveries.map(({ name }) => name)).toEqual(['message', 'message']);
    expect(heard).toMatchObject([{ subtype: 'message_changed', message: { bot_id: 'B0123456789' } }]);
  });
});
