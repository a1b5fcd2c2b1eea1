import { App, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { startSlack } from '../../slack/start-slack.ts';
import { startTinyApp, type TinyApp, type TransportName } from './tiny-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

function form(count: number, blockId = 'reason'): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain('Change dataset owner'),
    submit: plain('Request change'),
    close: plain('Cancel'),
    notify_on_close: true,
    blocks: [
      {
        type: 'input',
        block_id: 'owner',
        label: plain('Current owner'),
        dispatch_action: true,
        element: { type: 'external_select', action_id: 'owner', min_query_length: 2 },
      },
      { type: 'section', block_id: 'count', text: { type: 'mrkdwn', text: `They own *${count}* datasets` } },
      {
        type: 'input',
        block_id: 'which',
        label: plain('Which datasets'),
        element: {
          type: 'radio_buttons',
          action_id: 'which',
          options: ['All of them', 'Only some'].map((text) => ({ text: plain(text), value: text })),
        },
      },
      {
        type: 'input',
        block_id: blockId,
        label: plain('Reason'),
        element: { type: 'plain_text_input', action_id: 'reason', multiline: true },
      },
    ],
  };
}

const card: KnownBlock[] = [
  { type: 'header', text: plain('#42 Owner change') },
  { type: 'section', text: { type: 'mrkdwn', text: 'From *Leonhard* to <@U0CARL00001>' } },
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        value: '42',
        text: plain('Approve'),
        confirm: {
          title: plain('Approve #42?'),
          text: plain('12 datasets change hands'),
          confirm: plain('Approve'),
          deny: plain('Not yet'),
        },
      },
      { type: 'button', action_id: 'view', text: plain('View plan') },
    ],
  },
];

const people = ['Leonhard Euler', 'Leonhard Other', 'Carl Friedrich Gauss'];

function register(app: App): void {
  app.command('/domo-owner', async ({ ack, command, client }) => {
    if (command.text === 'help') return ack('Type `/domo-owner`');
    if (command.text.startsWith('echo')) return ack({ text: command.text });
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form(0) });
  });
  app.options('owner', async ({ ack, options }) => {
    const found = people.filter((name) => name.toLowerCase().includes(options.value.toLowerCase()));
    await ack({ options: found.map((name) => ({ text: plain(name), value: name })) });
  });
  app.action('owner', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.view) return;
    const values = body.view.state.values.owner?.owner?.selected_option;
    const count = values?.value === 'Leonhard Euler' ? 37 : 1;
    await client.views.update({ view_id: body.view.id, hash: body.view.hash, view: form(count) });
  });
  app.view('form', async ({ ack, view, client }) => {
    const reason = view.state.values.reason?.reason?.value ?? '';
    if (reason === 'no') return ack({ response_action: 'errors', errors: { reason: 'Say more' } });
    if (reason === 'wrong') return ack({ response_action: 'errors', errors: { nowhere: 'Say more' } });
    await ack();
    await client.chat.postMessage({ channel: 'C0123456789', text: `Because ${reason}`, blocks: card });
  });
  app.action('approve', async ({ ack, body, respond, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.channel || !body.message) return;
    if (body.user.id !== 'U0EMMY00001') {
      await respond({ text: 'You may not decide this', replace_original: false });
      return;
    }
    const { ts } = body.message;
    await client.chat.update({ channel: body.channel.id, ts, text: 'Approved', blocks: card.slice(0, 2) });
    await client.chat.postMessage({ channel: body.user.id, text: 'You approved #42' });
  });
  app.action('view', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.channel || !body.message) return;
    await client.files.uploadV2({
      channel_id: body.channel.id,
      thread_ts: body.message.ts,
      filename: 'plan.csv',
      content: 'dataset,owner\nSales,28\n',
    });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks: KnownBlock[] = [{ type: 'section', text: plain('Nothing waits for you') }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.error(async () => {});
}

describe.each<TransportName>(['http', 'socket'])('a Bolt app over %s', (transport) => {
  let tiny: TinyApp;
  const start = async (options = {}) => {
    tiny = await startTinyApp(transport, register, options);
    return tiny.slack;
  };
  afterEach(() => tiny.stop());

  test('a form is opened, searched, updated, corrected and submitted', async () => {
    const slack = await start();
    const sophie = slack.as('Sophie');
    expect(await sophie.command('/domo-owner')).toEqual({ ok: true, response: null });
    const empty = await sophie.modal('Change dataset owner');
    expect(empty.fields).toEqual(['Current owner', 'Which datasets', 'Reason']);

    expect(await sophie.search('Current owner', 'l')).toEqual([]);
    expect(await sophie.search('Current owner', 'leon')).toEqual(['Leonhard Euler', 'Leonhard Other']);
    await sophie.fill('Reason', 'no');
    await sophie.choose('Current owner', 'Leonhard Euler');
    const updated = await sophie.modal('They own 37 datasets');
    expect(updated.text).toContain('Reason: no');
    expect(updated.text).toContain('[Leonhard Euler ▾]');

    expect(await sophie.submit()).toEqual({ 'Which datasets': 'Please complete this required field.' });
    await sophie.choose('Which datasets', 'All of them');
    expect(await sophie.submit()).toEqual({ Reason: 'Say more' });
    await sophie.fill('Reason', 'wrong');
    await expect(sophie.submit()).rejects.toThrow('We had some trouble connecting');
    await sophie.fill('Reason', 'he left');
    expect(await sophie.submit()).toBeNull();
    await sophie.noModal();
    const posted = await slack.as('Emmy').sees('domo-changes', '#42 Owner change');
    expect(posted.text).toBe('#42 Owner change\nFrom Leonhard to @Carl Friedrich Gauss\n[Approve] [View plan]');
    expect(posted.fallback).toBe('Because he left');
  });

  test('a button asks first, and each person is answered where they are', async () => {
    const slack = await start();
    await tiny.app.client.chat.postMessage({ channel: 'C0123456789', text: 'card', blocks: card });
    const blaise = slack.as('Blaise');
    const emmy = slack.as('Emmy');
    const seen = await blaise.sees('domo-changes', '#42');
    await expect(blaise.press(seen, 'Approve')).rejects.toThrow('A dialog asks "Approve #42?"');
    const denied = await blaise.press(seen, 'Approve', { confirm: false });
    expect(denied.outcome).toBeNull();
    const pressed = await blaise.press(seen, 'Approve', { confirm: true });
    expect(pressed.dialog).toEqual({
      title: 'Approve #42?',
      text: '12 datasets change hands',
      confirm: 'Approve',
      deny: 'Not yet',
    });
    expect((await blaise.sees('domo-changes', 'You may not decide this')).ephemeral).toBe(true);
    expect(emmy.messages('domo-changes')).toHaveLength(1);

    await emmy.press(seen, 'Approve', { confirm: true });
    expect((await emmy.seesChange(seen, /^((?!Approve).)*$/s)).buttons).toEqual([]);
    await emmy.sees('dm', 'You approved #42');
    expect(blaise.dms()).toEqual([]);
    await emmy.press(seen, 'Approve', { confirm: true, stale: true });
    expect(slack.deliveries.at(-1)).toMatchObject({ name: 'block_actions', status: 'acked' });
  });

  test('a file lands in the thread', async () => {
    const slack = await start();
    await tiny.app.client.chat.postMessage({ channel: 'C0123456789', text: 'card', blocks: card });
    const ada = slack.as('Ada');
    const seen = await ada.sees('domo-changes', '#42');
    await ada.press(seen, 'View plan');
    const reply = await ada.seesReply(seen, 'plan.csv');
    expect(reply.files).toEqual([{ name: 'plan.csv', title: 'plan.csv', text: 'dataset,owner\nSales,28\n' }]);
    expect(ada.messages('domo-changes')).toHaveLength(1);
  });

  test('mentions and e-mails reach a command as entities, and its answer is private', async () => {
    const slack = await start();
    const sophie = slack.as('Sophie');
    const answer = await sophie.asks(
      '/domo-owner echo @Carl Friedrich Gauss @johann @johann.junior leonhard@example.com R&D @Leonhard',
      'echo',
    );
    expect(answer.ephemeral).toBe(true);
    expect(answer.fallback).toBe(
      'echo <@U0CARL00001|carl> <@U0JOHANN001|johann> <@U0JOHANN002|johann.junior> <mailto:leonhard@example.com|leonhard@example.com> R&amp;D @Leonhard',
    );
    expect((await sophie.asks('/domo-nothing', 'not a valid command')).author).toBe('Slackbot');
  });

  test('Home is published when it is opened', async () => {
    const slack = await start();
    const home = await slack.as('Sophie').openHome();
    expect(home.text).toBe('Nothing waits for you');
    expect(slack.used.methods.has('views.publish')).toBe(true);
  });

  test('the same payload twice is two deliveries of one', async () => {
    const slack = await start();
    slack.faults.deliverTwice();
    await slack.as('Sophie').command('/domo-owner help');
    await slack.workspace.until(() => slack.deliveries.filter((each) => each.status === 'acked').length === 2);
    expect(slack.deliveries[0]?.payload).toBe(slack.deliveries[1]?.payload);
  });
});

describe('Socket Mode', () => {
  test('an app that only knows its tokens and the address connects', async () => {
    const slack = await startSlack();
    const clientOptions = { slackApiUrl: slack.apiUrl };
    const { botToken: token, appToken } = slack;
    const app = new App({ token, appToken, socketMode: true, clientOptions, logLevel: LogLevel.ERROR });
    app.command('/domo-owner', ({ ack }) => ack('hello'));
    await app.start();
    try {
      expect(await slack.as('Sophie').command('/domo-owner')).toEqual({ ok: true, response: { text: 'hello' } });
      expect(slack.refusals()).toEqual([]);
    } finally {
      await app.stop();
      await slack.close();
    }
  });

  test('a dropped connection is opened again', async () => {
    const tiny = await startTinyApp('socket', register);
    try {
      for (const how of ['announced', 'silent'] as const) {
        const gone = new Promise((resolve) => tiny.slack.on('connection', ({ open }) => open === 0 && resolve(open)));
        tiny.slack.faults.dropSockets(how);
        await gone;
        await tiny.slack.workspace.until(() => tiny.slack.openConnections() === 1);
        expect(await tiny.slack.as('Sophie').command('/domo-owner help')).toMatchObject({ ok: true });
      }
    } finally {
      await tiny.stop();
    }
  });
});
