import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { startTinyApp, type TinyApp } from './tiny-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form: ModalView = {
  type: 'modal',
  callback_id: 'where',
  title: plain('Where'),
  submit: plain('Go'),
  blocks: [
    {
      type: 'input',
      block_id: 'tell',
      label: plain('Tell'),
      element: {
        type: 'conversations_select',
        action_id: 'tell',
        default_to_current_conversation: true,
        response_url_enabled: true,
        filter: { include: ['public', 'private'] },
      },
    },
    {
      type: 'input',
      block_id: 'others',
      label: plain('Others'),
      element: { type: 'multi_channels_select', action_id: 'others' },
    },
  ],
};

describe('menus of conversations', () => {
  let tiny: TinyApp;
  const submitted: unknown[] = [];

  beforeEach(async () => {
    submitted.length = 0;
    tiny = await startTinyApp('http', (app: App) => {
      app.command('/domo-owner', async ({ ack, command, client }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: form });
      });
      app.view('where', async ({ ack, view, body, respond }) => {
        submitted.push(view.state.values, body);
        await ack();
        await respond('Told');
      });
    });
  });
  afterEach(() => tiny.stop());

  test('begin where the form was opened, offer what fits, and let the app answer there', async () => {
    const emmy = tiny.slack.as('Emmy');
    await emmy.command('/domo-owner', 'domo-changes');
    await emmy.modal('Where');
    expect(await emmy.search('Tell', 'changes')).toEqual(['domo-changes']);
    expect(await emmy.search('Tell', '')).toEqual(['domo-changes', 'general']);
    await emmy.chooseMany('Others', ['general']);
    expect((await emmy.modal('Where')).text).toBe('── Where ──\nTell: [#domo-changes ▾]\nOthers: [#general ▾]\n[Go]');
    expect(await emmy.submit()).toBeNull();
    expect(submitted).toEqual([
      {
        tell: { tell: { type: 'conversations_select', selected_conversation: 'C0123456789' } },
        others: { others: { type: 'multi_channels_select', selected_channels: ['C0GENERAL01'] } },
      },
      expect.objectContaining({
        response_urls: [
          { block_id: 'tell', action_id: 'tell', channel_id: 'C0123456789', response_url: expect.any(String) },
        ],
      }),
    ]);
    expect((await emmy.sees('domo-changes', 'Told')).ephemeral).toBe(true);
  });
});
