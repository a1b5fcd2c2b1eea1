import { chosenValue } from '../../../slack/field-value.ts';
import { useAct, useSurface } from '../state/acting.ts';
import type { Found } from './choice.ts';
import { Combobox } from './combobox.tsx';
import type { ElementProps } from './element-props.ts';
import { choiceOf, chosenIn, fitting, type OptionChoice, ownChoices, type SelectElement } from './options.ts';
import { useTelling } from './use-telling.tsx';

/** Slack's own, where an app does not say. */
const leastTyped = 3;
/** Between the last key and the question to the app, in ms. */
const typingPause = 120;

/** A menu of which one is chosen, or several, from the app's list or the app's answers. */
export function Select({ element, value, ...props }: ElementProps & { element: SelectElement }) {
  const chosen = chosenIn(value);
  const isMany = element.type.startsWith('multi_');
  const most = 'max_selected_items' in element ? (element.max_selected_items ?? Infinity) : Infinity;
  const { choose, busy, after } = useTelling(props.blockId, element);
  const search = useSearch(props.blockId, element);
  const isExternal = element.type.endsWith('external_select');
  const offer = async (query: string): Promise<Found<OptionChoice>> => {
    const found = await search(query);
    if (!isMany || typeof found === 'string') return found;
    return found.filter(({ key }) => !chosen.some((each) => each.key === key));
  };
  const set = (next: OptionChoice[]) =>
    choose(
      chosenValue(
        element.type,
        next.map(({ option }) => option),
      ),
    );

  return (
    <span class={isMany ? 'select many' : 'select'} aria-busy={busy || undefined}>
      {isMany && chosen.length > 0 && (
        <ul class="chips" aria-label={`${props.label}: chosen`}>
          {chosen.map((each) => (
            <li key={each.key}>
              {each.text}
              <button
                type="button"
                aria-label={`Remove ${each.text}`}
                onClick={() => set(chosen.filter(({ key }) => key !== each.key))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen.length < most && (
        <Combobox
          {...(props.id ? { id: props.id } : { label: props.label })}
          describedBy={props.describedBy}
          invalid={props.invalid}
          placeholder={element.placeholder?.text}
          shown={isMany ? '' : (chosen[0]?.text ?? '')}
          focusOnLoad={element.focus_on_load}
          delayMs={isExternal ? typingPause : 0}
          search={offer}
          onPick={(choice) => set(isMany ? [...chosen, choice] : [choice])}
        />
      )}
      {after}
    </span>
  );
}

function useSearch(blockId: string, element: SelectElement): (query: string) => Promise<Found<OptionChoice>> {
  const act = useAct();
  const surface = useSurface();
  if (element.type !== 'external_select' && element.type !== 'multi_external_select') {
    return async (query) => fitting(ownChoices(element), query);
  }
  const least = element.min_query_length ?? leastTyped;
  return async (query) => {
    if (query.length < least) return least === 1 ? 'Type to search' : `Type at least ${least} characters to search`;
    await surface.flush();
    const { place } = surface;
    const answer = await act({ do: 'options', place, blockId, actionId: element.action_id ?? '', query });
    if (!answer.ok) return answer.error;
    return (answer.options ?? []).map(choiceOf);
  };
}
