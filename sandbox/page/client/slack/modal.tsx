import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { SurfaceView } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { Dialog } from '../elements/dialog.tsx';
import { SurfaceContext, useAct, useNewSurface } from '../state/acting.ts';
import { usePage } from '../state/page-context.ts';

/** The modals that this person has open: the top one is shown. */
export function Modals() {
  const { snapshot } = usePage();
  const top = snapshot.stack.at(-1);
  // One dialog for the whole stack: a pushed view takes the place of the one below.
  return top ? (
    <div class="veil">
      <Modal key={snapshot.stack[0]?.id ?? ''} view={top} isPushed={snapshot.stack.length > 1} />
    </div>
  ) : null;
}

/** The block of the section whose menu asks for the focus: each update names it anew. */
function focusedIn({ blocks }: SurfaceView): string[] {
  return blocks.flatMap((block) => {
    const accessory = block.type === 'section' ? block.accessory : undefined;
    return accessory && 'focus_on_load' in accessory && accessory.focus_on_load ? [block.block_id] : [];
  });
}

function Modal({ view, isPushed }: { view: SurfaceView; isPushed: boolean }) {
  const act = useAct();
  const titleId = useId();
  const surface = useNewSurface({ in: 'view', viewId: view.id });
  const [waiting, setWaiting] = useState<'submit' | 'close' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // What an update brings is another form: the focus is to start there. Errors and typing do not change the hash.
  const content = [view.id, view.blocks.some((block) => block.type === 'input'), ...focusedIn(view)].join(' ');

  // The answer may be seen before the act itself is answered.
  useEffect(() => {
    setProblem(null);
    setWaiting(null);
  }, [view.id, view.hash]);
  // The first field that is wrong may be out of sight.
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (Object.keys(view.errors).length === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>('.field.wrong');
    wrong?.querySelector<HTMLElement>('input, textarea')?.focus();
    wrong?.scrollIntoView({ block: 'center' });
  }, [view.errors]);
  async function submit(): Promise<void> {
    if (waiting) return;
    setWaiting('submit');
    await surface.flush();
    const answer = await act({ do: 'submit', viewId: view.id });
    setWaiting(null);
    setProblem(answer.ok ? null : answer.error);
  }
  async function close(how: 'top' | 'all'): Promise<void> {
    if (waiting === 'close') return;
    setWaiting('close');
    await surface.flush();
    await act({ do: 'close', viewId: view.id, how });
    setWaiting(null);
  }
  const closeLabel = view.close ?? (isPushed ? 'Back' : 'Cancel');
  const trouble = view.trouble ?? problem;
  return (
    <Dialog over="slack" class="modal" labelledBy={titleId} content={content} onCancel={() => void close('top')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut of the whole form; the button does the same */}
      <div
        ref={form}
        class="modal-form"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && view.submit) void submit();
        }}
      >
        <div class="modal-head">
          {isPushed && (
            <button type="button" class="icon-button" aria-label="Back" onClick={() => void close('top')}>
              <span aria-hidden="true">‹</span>
            </button>
          )}
          <h2 id={titleId} tabIndex={-1}>
            {view.title}
          </h2>
          <button
            type="button"
            class="icon-button"
            aria-label="Close all"
            title="Close"
            onClick={() => void close('all')}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
        {trouble && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <div class="view-body">
          <SurfaceContext.Provider value={surface}>
            <Blocks key={view.id} blocks={view.blocks} values={view.values} errors={view.errors} />
          </SurfaceContext.Provider>
        </div>
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={() => void close('top')}>
            {closeLabel}
          </button>
          {view.submit && (
            <button
              type="button"
              class="button primary"
              aria-busy={waiting === 'submit' || undefined}
              aria-disabled={waiting !== null || undefined}
              onClick={() => void submit()}
            >
              {view.submit}
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
