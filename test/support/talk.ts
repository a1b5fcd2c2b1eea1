import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import type { Steward } from './steward.ts';

/** Asks the requester something, by the button of the card. */
export async function askRequester(
  { slack }: Pick<Steward, 'slack'>,
  card: SeenMessage,
  text: string,
  as = 'emmy',
): Promise<void> {
  const person = slack.as(as);
  await person.press(person.now(card), 'Ask');
  await person.modal(/gets your question/);
  await person.fill('Question', text);
  const errors = await person.submit();
  if (errors !== null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  await person.dismiss(/I'll message you when (?:Sophie Germain|Johann Bernoulli) answers/);
}

/** Answers the newest question about a request as Sophie, who asked for it; resolves to the message that the question came in. */
export async function answerAsSophie(
  { slack }: Pick<Steward, 'slack'>,
  number: number,
  text: string,
): Promise<SeenMessage> {
  const sophie = slack.as('sophie');
  const asked = await sophie.sees('dm', new RegExp(`asks about #${number} `));
  await sophie.press(asked, 'Answer');
  await sophie.modal(/asks:/);
  await sophie.fill('Answer', text);
  const errors = await sophie.submit();
  if (errors !== null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  await sophie.dismiss(/Your answer is on the card/);
  return asked;
}
