import { useEffect, useRef, useState } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.ts';
import { useAct, useSurface } from '../state/acting.ts';
import type { ElementProps } from './element-props.ts';

type Typing = Extract<Element, { type: 'plain_text_input' }>;

/** What is typed is kept by the sandbox this long after the last key, in ms, so that a reload loses nothing. */
const sendAfter = 250;

/** A field to type in, of one line or several. */
export function TextInput({
  element,
  blockId,
  value,
  id,
  label,
  describedBy,
  invalid,
}: ElementProps & { element: Typing }) {
  const surface = useSurface();
  const act = useAct();
  const held = value?.value ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const sending = useRef(Promise.resolve());
  const timer = useRef<number | undefined>(undefined);
  const tells = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];

  function send(tell: boolean): Promise<void> {
    window.clearTimeout(timer.current);
    const text = pending.current ?? (tell ? (typed ?? held) : null);
    pending.current = null;
    if (text === null) return sending.current;
    // One after the other: an older text must not arrive last.
    sending.current = sending.current.then(async () => {
      await act({ do: 'fill', place: surface.place, blockId, actionId: element.action_id ?? '', value: text, tell });
    });
    return sending.current;
  }
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const leave = surface.register(() => latest.current(false));
    return () => {
      leave();
      void latest.current(false);
    };
  }, [surface]);
  // The sandbox has what was typed, or another window or the app has put something else here.
  useEffect(() => {
    if (pending.current === null) setTyped(null);
  }, [held]);

  function onInput(text: string): void {
    setTyped(text);
    pending.current = text;
    window.clearTimeout(timer.current);
    const tell = tells.includes('on_character_entered');
    timer.current = window.setTimeout(() => void latest.current(tell), sendAfter);
  }
  const common = {
    ...(id ? { id } : { 'aria-label': label }),
    class: 'text-input',
    placeholder: element.placeholder?.text ?? '',
    value: typed ?? held,
    maxLength: element.max_length ?? 3000,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
    'data-focus-on-load': element.focus_on_load || undefined,
    onBlur: () => void send(false),
  };
  if (element.multiline) {
    return <textarea {...common} onInput={(event) => onInput(event.currentTarget.value)} />;
  }
  return (
    <input
      {...common}
      type="text"
      autocomplete="off"
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && tells.includes('on_enter_pressed')) void send(true);
      }}
    />
  );
}
