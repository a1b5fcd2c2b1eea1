import { useState } from 'preact/hooks';
import { Combobox } from '../elements/combobox.tsx';
import { useAct } from '../state/acting.ts';
import { type FoundOwner, searchOwners } from './owner-search.ts';

interface Props {
  datasetIds: string[];
  onDone(): void;
}

/** A new owner for all that is picked in the list, as in Domo's Data Center. */
export function GiveSeveral({ datasetIds, onDone }: Props) {
  const act = useAct();
  const [problem, setProblem] = useState<string | null>(null);
  const what = datasetIds.length === 1 ? '1 dataset' : `${datasetIds.length} datasets`;
  async function give({ owner }: FoundOwner): Promise<void> {
    const answer = await act({ do: 'set owner', datasetIds, owner });
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) onDone();
  }
  return (
    <div class="give-several">
      <Combobox
        label={`New owner of ${what}, by hand`}
        placeholder={`Give ${what} to…`}
        shown=""
        delayMs={100}
        search={searchOwners}
        onPick={(choice) => void give(choice)}
      />
      <button type="button" class="button small" onClick={onDone}>
        Clear
      </button>
      {problem && (
        <p class="act-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
