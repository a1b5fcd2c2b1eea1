import type { App, BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { readManifest } from '../../slack/manifest.ts';
import type { Person } from '../../slack/person/types.ts';
import { startTinyApp, type TinyApp } from './tiny-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const options = (...texts: string[]) => texts.map((text) => ({ text: plain(text), value: text }));

function columns(title: string, names: string[]): ModalView {
  return {
    type: 'modal',
    callback_id: 'columns',
    title: plain(title),
    submit: plain('Next'),
    close: plain('Back'),
    notify_on_close: true,
    blocks: [
      ...names.map((name) => ({
        type: 'section' as const,
        block_id: `column ${name}`,
        text: { type: 'mrkdwn' as const, text: `*${name}*` },
        accessory: { type: 'overflow' as const, action_id: 'column', options: options('Rename', 'Remove') },
      })),
      {
        type: 'input',
        block_id: 'keep',
        optional: true,
        label: plain('Datasets'),
        element: { type: 'multi_static_select', action_id: 'keep', options: options('Sales', 'Costs', 'Staff') },
      },
      {
        type: 'input',
        block_id: 'next',
        label: plain('Then'),
        element: {
          type: 'radio_buttons',
          action_id: 'next',
          options: options('push', 'update', 'clear', 'table', 'close'),
        },
      },
      { type: 'actions', elements: [{ type: 'button', action_id: 'add', text: plain('Add column') }] },
    ],
  };
}

const manifest = readManifest({
  features: {
    shortcuts: [
      { name: 'Change dataset schema', type: 'global', callback_id: 'schema' },
      { name: 'Ask about this', type: 'message', callback_id: 'ask' },
    ],
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write'] } },
});

let tiny: TinyApp;
let heard: Record<string, unknown>[];
let sophie: Person;

function register(app: App): void {
  app.shortcut('schema', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: columns('Columns', ['id', 'paid']) });
  });
  app.shortcut('ask', async ({ ack, shortcut, respond }) => {
    await ack();
    if (shortcut.type === 'message_action') await respond(`You asked about ${shortcut.message.text}`);
  });
  app.action<BlockAction>('column', async ({ ack, action, body, client }) => {
    heard.push({ ...action });
    await ack();
    if (body.view) await client.views.update({ view_id: body.view.id, view: columns('Columns', ['id']) });
  });
  app.action<BlockAction>('add', async ({ ack, body, client }) => {
    heard.push({ state: body.view?.state.values });
    await ack();
    await client.views.push({ trigger_id: body.trigger_id, view: columns('Add column', ['new']) });
  });
  app.view({ type: 'view_submission', callback_id: 'columns' }, async ({ ack, view }) => {
    const then = view.state.values.next?.next?.selected_option?.value;
    const next = columns('After', ['x']);
    if (then === 'push' || then === 'update') return ack({ response_action: then, view: next });
    if (then === 'clear') return ack({ response_action: 'clear' });
    if (then !== 'table') return ack();
    const table = { type: 'table' as const, rows: [[{ type: 'raw_text' as const, text: 'x' }]] };
    await ack({ response_action: 'update', view: { ...next, blocks: [table] } });
  });
  app.view({ type: 'view_closed', callback_id: 'columns' }, async ({ ack, body }) => {
    const { title, state } = body.view;
    heard.push({ closed: title.text, cleared: 'is_cleared' in body && body.is_cleared, held: state.values });
    await ack();
  });
}

beforeEach(async () => {
  heard = [];
  tiny = await startTinyApp('socket', register, { manifest });
  sophie = tiny.slack.as('Sophie');
});
afterEach(() => tiny.stop());

describe('in modals', () => {
  beforeEach(async () => {
    await sophie.shortcut('Change dataset schema');
    await sophie.modal('Columns');
  });

  test('a menu is found by the text beside it', async () => {
    await expect(sophie.choose('i', 'Rename')).rejects.toThrow('Several are called i');
    await sophie.choose('paid', 'Remove');
    expect(heard).toMatchObject([{ block_id: 'column paid', type: 'overflow', selected_option: { value: 'Remove' } }]);
    expect((await sophie.modal(/^((?!paid).)*$/s)).fields).toEqual(['id', 'Datasets', 'Then']);
  });

  test('several may be chosen, and a button hears of all fields', async () => {
    await sophie.chooseMany('Datasets', ['Sales', /^St/]);
    await sophie.pressInModal('Add column');
    await sophie.modal('Add column ──');
    expect(heard).toMatchObject([
      {
        state: {
          keep: { keep: { selected_options: [{ value: 'Sales' }, { value: 'Staff' }] } },
          next: { next: { selected_option: null } },
        },
      },
    ]);
  });

  test('what is not offered can’t be chosen', async () => {
    await expect(sophie.choose('Then', 'vanish')).rejects.toThrow('does not offer vanish; it shows "push"');
    await expect(sophie.fill('Then', 'x')).rejects.toThrow('is a radio_buttons');
  });

  test('a submission is followed by what the app asked for', async () => {
    await sophie.choose('Then', 'push');
    expect(await sophie.submit()).toBeNull();
    const pushed = await sophie.modal('After');
    await sophie.closeModal();
    expect(sophie.openModal()?.title).toBe('Columns');
    await sophie.choose('Then', 'update');
    await sophie.submit();
    expect(sophie.openModal()).toMatchObject({ title: 'After' });
    expect(sophie.openModal()?.id).not.toBe(pushed.id);
    await sophie.choose('Then', 'clear');
    await sophie.submit();
    expect(sophie.openModal()).toBeNull();
    expect(heard).toEqual([{ closed: 'After', cleared: false, held: {} }]);
  });

  test('a view that Slack would refuse is trouble that the person sees', async () => {
    await sophie.choose('Then', 'table');
    await expect(sophie.submit()).rejects.toThrow('unsupported type: table');
    expect(sophie.openModal()?.trouble).toContain('We had some trouble connecting');
    await sophie.choose('Then', 'close');
    expect(await sophie.submit()).toBeNull();
  });

  test('the × closes every view, and the app hears of each', async () => {
    await sophie.pressInModal('Add column');
    await sophie.dismiss('Add column ──');
    expect(sophie.openModal()).toBeNull();
    expect(heard.slice(1)).toEqual([
      { closed: 'Add column', cleared: true, held: {} },
      { closed: 'Columns', cleared: true, held: {} },
    ]);
  });
});

test('a shortcut on a message', async () => {
  await tiny.app.client.chat.postMessage({ channel: 'C0123456789', text: 'card' });
  const seen = await sophie.sees('domo-changes', 'card');
  await sophie.messageShortcut('Ask about this', seen);
  expect((await sophie.sees('domo-changes', 'You asked about card')).ephemeral).toBe(true);
});

test('people are found by name, when only one has it', () => {
  expect(tiny.slack.as('emmy').name).toBe('Emmy Noether');
  expect(tiny.slack.as('@johann.junior').id).toBe('U0JOHANN002');
  expect(() => tiny.slack.as('Johann Bernoulli')).toThrow('may be any of Johann Bernoulli (johann)');
  expect(() => tiny.slack.as('Isaac')).toThrow('Nobody here is called "Isaac"');
  expect(() => tiny.slack.as('Leonhard')).toThrow('deactivated');
});

test('what does not come is said, with what was there instead', async () => {
  await tiny.app.client.chat.postMessage({ channel: 'C0123456789', text: 'card' });
  await expect(sophie.sees('domo-changes', 'nothing', { timeoutMs: 20 })).rejects.toThrow(
    'Not seen within 20 ms: nothing in domo-changes by Sophie Germain; they see:\nDomo Steward: card',
  );
});
