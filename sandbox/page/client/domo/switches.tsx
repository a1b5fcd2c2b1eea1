import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { DatasetRow, ListPage, SwitchState } from '../../protocol.ts';
import type { Choice } from '../elements/choice.ts';
import { Combobox } from '../elements/combobox.tsx';
import { useAct, useBusyAct } from '../state/acting.ts';
import { ask } from '../state/follow-sandbox.ts';
import { usePage } from '../state/page-context.ts';

/** What can be made to go wrong with Domo. */
export function Switches() {
  const { snapshot } = usePage();
  const { switches, accessToken } = snapshot.domo;
  const product = switches.filter(({ api }) => api === 'product');
  return (
    <>
      <SwitchGroup title="Make Domo fail" switches={switches.filter(({ api }) => api === 'public')} open>
        <p class="hint">To change something behind the app’s back, open a dataset below, or pick several.</p>
      </SwitchGroup>
      {accessToken && <SwitchGroup title="Make its product API fail" switches={product} />}
    </>
  );
}

interface GroupProps {
  title: string;
  switches: readonly SwitchState[];
  open?: boolean;
  children?: ComponentChildren;
}

function SwitchGroup({ title, switches, open = false, children }: GroupProps) {
  const on = switches.filter((each) => each.on).length;
  return (
    // One of the two is open: there is no room for both above the lists.
    <details class="switches" name="switches" open={open}>
      <summary>
        {title}
        {on > 0 && <span class="badge red">{on} on</span>}
      </summary>
      <ul>
        {switches.map((each) => (
          <SwitchRow key={each.name} state={each} />
        ))}
      </ul>
      {children}
    </details>
  );
}

/** Moves the app's clock on: what it does after hours or days comes at once. */
export function Clock() {
  const { busy, run } = useBusyAct();
  return (
    <details class="switches clock" open>
      <summary>Move the app’s clock</summary>
      {steps.map(({ hours, words }) => (
        <button
          key={hours}
          type="button"
          class="button small"
          aria-disabled={busy || undefined}
          onClick={() => !busy && void run({ do: 'later', hours })}
        >
          {words}
        </button>
      ))}
      <p class="hint">Restarts the app that much later: reminders, escalation and expiry come at once.</p>
    </details>
  );
}

const steps = [
  { hours: 5, words: '5 hours later' },
  { hours: 24, words: 'a day later' },
  { hours: 6 * 24, words: '6 days later' },
];

function SwitchRow({ state }: { state: SwitchState }) {
  const act = useAct();
  const [dataset, setDataset] = useState<Choice | null>(null);
  const isAboutOne = state.dataset !== undefined;
  const chosen = dataset ?? (state.dataset ? { key: state.dataset.id, text: state.dataset.name } : null);
  const turn = (on: boolean, about: Choice | null) =>
    void act({ do: 'switch', name: state.name, on, datasetId: about?.key ?? null });
  return (
    <li>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={state.on}
        disabled={isAboutOne && !chosen}
        onClick={() => turn(!state.on, chosen)}
      >
        <span class="switch-track" aria-hidden="true" />
        {state.label}
      </button>
      {isAboutOne && (
        <Combobox
          label={`Which dataset: ${state.label}`}
          placeholder="Which one?"
          shown={chosen?.text ?? ''}
          delayMs={100}
          search={searchDatasets}
          onPick={(choice) => {
            setDataset(choice);
            turn(true, choice);
          }}
        />
      )}
      <p class="hint">{state.hint}</p>
    </li>
  );
}

async function searchDatasets(query: string): Promise<Choice[] | string> {
  const page = await ask<ListPage<DatasetRow>>('/domo/datasets', { search: query });
  if (!page) return 'The sandbox isn’t answering.';
  return page.rows.map(({ id, name, owner }) => ({ key: id, text: name, note: `${owner.name} · ${id.slice(0, 8)}` }));
}
