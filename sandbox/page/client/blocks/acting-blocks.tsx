import { useId } from 'preact/hooks';
import type { Block, BlockOf } from '../../../slack/block-kit/blocks.ts';
import type { FieldValue } from '../../../slack/field-value.ts';
import { Element } from '../elements/element.tsx';
import { Text } from '../text/text.tsx';
import { NotDrawn } from './display-blocks.tsx';

type Held = Record<string, FieldValue>;
type Kept<T extends Block['type']> = BlockOf<T> & { block_id: string };

export function SectionBlock({ block, held }: { block: Kept<'section'>; held: Held }) {
  const { accessory } = block;
  // A menu has no label of its own: the section's text says what it is for.
  const label = block.text?.text.split('\n')[0]?.replace(/[*_~`]/g, '') ?? '';
  return (
    <div class="section-row">
      <div class="section-text">{block.text && <Text text={block.text} />}</div>
      {accessory && (
        <div class="accessory">
          {accessory.type === 'image' ? (
            <NotDrawn type="image" />
          ) : (
            <Element
              element={accessory}
              blockId={block.block_id}
              value={held[accessory.action_id ?? '']}
              label={label}
            />
          )}
        </div>
      )}
    </div>
  );
}

export function ActionsBlock({ block, held }: { block: Kept<'actions'>; held: Held }) {
  return (
    <div class="actions-row">
      {block.elements.map((element) => (
        <Element
          key={element.action_id ?? ''}
          element={element}
          blockId={block.block_id}
          value={held[element.action_id ?? '']}
          label={'placeholder' in element ? (element.placeholder?.text ?? '') : ''}
        />
      ))}
    </div>
  );
}

/** A field of a form, with its label, its hint and what is wrong with it. */
export function InputBlock({ block, held, error }: { block: Kept<'input'>; held: Held; error: string | undefined }) {
  const id = useId();
  const { element } = block;
  const isGroup = element.type === 'radio_buttons';
  const described = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const label = (
    <>
      {block.label.text}
      {block.optional && <span class="optional"> (optional)</span>}
    </>
  );
  return (
    <div class={error ? 'field wrong' : 'field'}>
      {isGroup ? (
        <span class="field-label" aria-hidden="true">
          {label}
        </span>
      ) : (
        <label class="field-label" htmlFor={id}>
          {label}
        </label>
      )}
      <Element
        element={element}
        blockId={block.block_id}
        value={held[element.action_id ?? '']}
        label={block.label.text}
        id={isGroup ? undefined : id}
        describedBy={described || undefined}
        invalid={error !== undefined}
      />
      {error && (
        <p id={`${id}-error`} class="field-error" role="alert">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={`${id}-hint`} class="hint">
          {block.hint.text}
        </p>
      )}
    </div>
  );
}
