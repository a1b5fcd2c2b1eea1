import type { BlockOf } from '../../../slack/block-kit/blocks.ts';
import { Button } from '../elements/button.tsx';
import { Text } from '../text/text.tsx';

export function Card({ card, blockId }: { card: BlockOf<'card'>; blockId: string }) {
  return (
    <div class="card-box">
      {card.hero_image && <img class="hero" src={card.hero_image.image_url} alt={card.hero_image.alt_text} />}
      <div class="card-head">
        {card.icon && <img src={card.icon.image_url} alt={card.icon.alt_text} width={32} height={32} />}
        <div>
          {card.title && (
            <div class="card-title">
              <Text text={card.title} />
            </div>
          )}
          {card.subtitle && (
            <div class="card-subtitle">
              <Text text={card.subtitle} />
            </div>
          )}
        </div>
      </div>
      {card.body && <Text text={card.body} />}
      {card.subtext && (
        <div class="card-subtitle">
          <Text text={card.subtext} />
        </div>
      )}
      {card.actions && (
        <div class="actions-row">
          {card.actions.map((button) => (
            <Button key={button.action_id ?? ''} element={button} blockId={blockId} />
          ))}
        </div>
      )}
    </div>
  );
}
