import { useId, useRef, useState } from 'preact/hooks';
import { ChoiceList } from '../elements/choice-list.tsx';
import { Menu } from '../elements/menu.tsx';
import { usePopup } from '../elements/use-popup.ts';
import { useAct } from '../state/acting.ts';
import { usePage } from '../state/page-context.ts';
import { useDraft } from '../state/use-draft.ts';
import { Icon } from '../text/icons.tsx';
import { type Completion, completed, completionsFor } from './completions.ts';

interface Props {
  channelId: string;
  threadTs: string | null;
  label: string;
}

/** Where messages and slash commands are typed. It completes commands and @-mentions, and keeps what is not sent yet. */
export function Composer({ channelId, threadTs, label }: Props) {
  const { snapshot } = usePage();
  const act = useAct();
  const listId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft(`draft ${snapshot.me} ${channelId} ${threadTs ?? ''}`);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [sending, setSending] = useState(false);
  const choices = closed ? [] : completionsFor(text, caret, snapshot);
  const isOpen = choices.length > 0;
  const style = usePopup(box, isOpen);
  const hint = snapshot.commands.find(({ command }) => text.startsWith(`${command} `))?.usageHint;
  const shortcuts = snapshot.shortcuts.filter(({ kind }) => kind === 'global');

  function write(next: string, at: number): void {
    setText(next);
    setCaret(at);
    setActive(0);
    setClosed(false);
  }
  function complete(choice: Completion): void {
    const next = completed(text, caret, choice);
    write(next.text, next.caret);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(next.caret, next.caret);
    });
  }
  async function send(): Promise<void> {
    const trimmed = text.trim();
    if (trimmed === '' || sending) return;
    setSending(true);
    write('', 0);
    const answer = await act({ do: 'post', channelId, threadTs, text: trimmed });
    setSending(false);
    // Nothing that was typed is lost when it could not be sent.
    if (!answer.ok) write(trimmed, trimmed.length);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const choice = choices[active];
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + choices.length) % choices.length);
    } else if (isOpen && choice && (event.key === 'Tab' || (event.key === 'Enter' && !choice.whole))) {
      event.preventDefault();
      complete(choice);
    } else if (isOpen && event.key === 'Escape') {
      event.preventDefault();
      setClosed(true);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  }

  return (
    <div class="composer">
      <div class="composer-box">
        <textarea
          ref={box}
          rows={Math.min(8, text.split('\n').length)}
          aria-label={label}
          aria-haspopup="listbox"
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
          placeholder={label}
          value={text}
          onInput={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => setCaret(event.currentTarget.selectionStart)}
          onClick={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setClosed(true)}
          onFocus={() => setClosed(false)}
        />
        {shortcuts.length > 0 && threadTs === null && (
          <Menu
            label="Shortcuts"
            class="icon-button"
            items={shortcuts.map(({ name }) => ({ key: name, text: name, note: snapshot.app.name }))}
            onPick={({ key }) => void act({ do: 'shortcut', name: key, message: null })}
          >
            <Icon name="bolt" />
          </Menu>
        )}
        <button
          type="button"
          class="send"
          aria-label="Send"
          aria-busy={sending || undefined}
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          <span aria-hidden="true">➤</span>
        </button>
      </div>
      <p class="composer-hint">
        {hint ? `${text.split(' ')[0]} ${hint}` : 'Enter sends · Shift+Enter starts a new line'}
      </p>
      {isOpen && (
        <ChoiceList id={listId} label="Suggestions" found={choices} active={active} style={style} onPick={complete} />
      )}
    </div>
  );
}
