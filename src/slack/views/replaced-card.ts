import type { RequestLine } from '../../workflow/tell/request-view.ts';
import type { Message } from './card.ts';
import type { LinkTo } from './lists.ts';
import { kindWords } from './request-words.ts';
import { sentence } from './sentence.ts';

/** What stands in place of a card that another one took over from. */
export function replacedCard(request: RequestLine, linkTo: LinkTo): Message {
  const link = linkTo(request);
  const card = link === undefined ? 'the newer one' : `<${link}|the newer one>`;
  return sentence(`*#${request.number}* · ${kindWords(request)}\nThis card is out of date. Use ${card}.`);
}
