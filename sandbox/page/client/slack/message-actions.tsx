import type { MessageView } from '../../protocol.ts';
import { Menu, type MenuItem } from '../elements/menu.tsx';
import { useAct } from '../state/acting.ts';
import { useNames } from '../state/names.ts';
import { Icon } from '../text/icons.tsx';

/** What can be done with a message: reply, run the app's message shortcuts, take it away as an admin may. */
export function MessageActions({
  message,
  onThread,
}: {
  message: MessageView;
  onThread: ((ts: string) => void) | null;
}) {
  const act = useAct();
  const names = useNames();
  const { channelId, ts } = message;
  const shortcuts = names.shortcuts.filter(({ kind }) => kind === 'message');
  const items: MenuItem[] = [
    ...shortcuts.map(({ name }) => ({ key: name, text: name, note: names.appName })),
    { key: 'delete', text: 'Delete message', note: 'As a workspace admin may', danger: true },
  ];
  function pick({ key }: MenuItem): void {
    if (key === 'delete') void act({ do: 'delete message', channelId, ts });
    else void act({ do: 'shortcut', name: key, message: { channelId, ts } });
  }
  return (
    <div class="message-actions">
      {onThread && (
        <button
          type="button"
          class="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => onThread(ts)}
        >
          <Icon name="speech" />
        </button>
      )}
      <Menu label="More message actions" class="icon-button" items={items} onPick={pick}>
        <span aria-hidden="true">⋮</span>
      </Menu>
    </div>
  );
}
