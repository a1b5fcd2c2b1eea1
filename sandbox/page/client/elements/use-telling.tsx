import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Element } from '../../../slack/block-kit/elements.ts';
import type { FieldValue } from '../../../slack/field-value.ts';
import type { ActAnswer } from '../../protocol.ts';
import { useBusyAct, useSurface } from '../state/acting.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface Telling {
  /** While Slack waits for the app. */
  busy: boolean;
  press(): void;
  /** `undone` is called when it came to nothing: denied, or not taken. */
  choose(value: FieldValue, undone?: () => void): void;
  /** What stands after the element: the app's confirm dialog while it asks, and what went wrong. */
  after: ComponentChildren;
}

/** Acts of an element: past its confirm dialog, with what was typed beside it, one at a time. */
export function useTelling(blockId: string, element: Element): Telling {
  const surface = useSurface();
  const { busy, error, run } = useBusyAct();
  const [asked, setAsked] = useState<{ go(): void; undone(): void } | null>(null);
  const confirm = 'confirm' in element ? element.confirm : undefined;
  const actionId = element.action_id ?? '';

  const nothing = () => {};
  function past(go: () => Promise<ActAnswer>, undone: () => void = nothing): void {
    if (busy) {
      undone();
      return;
    }
    const run = async () => {
      if (!(await go()).ok) undone();
    };
    if (confirm) setAsked({ go: () => void run(), undone });
    else void run();
  }
  return {
    busy,
    press: () =>
      past(async () => {
        await surface.flush();
        return run({ do: 'press', place: surface.place, blockId, actionId });
      }),
    choose: (value, undone) =>
      past(async () => {
        await surface.flush();
        return run({ do: 'choose', place: surface.place, blockId, actionId, value });
      }, undone),
    after: (
      <>
        {asked && confirm && (
          <ConfirmDialog
            confirm={confirm}
            onAnswer={(yes) => {
              setAsked(null);
              if (yes) asked.go();
              else asked.undone();
            }}
          />
        )}
        {error && (
          <span class="act-error" role="alert">
            {error}
          </span>
        )}
      </>
    ),
  };
}
