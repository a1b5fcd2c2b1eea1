import type { Stage } from '../stage.ts';
import type { Teller } from './teller.ts';

const channel = 'domo-changes';

/** The fourth act: nobody decides, on a clock that `later` moves by so many hours. */
export async function nobodyDecides(
  { slack }: Pick<Stage, 'slack'>,
  teller: Teller,
  later: (hours: number) => Promise<void>,
): Promise<void> {
  const [sophie, emmy, carl] = [slack.as('sophie'), slack.as('emmy'), slack.as('carl')];
  teller.act('Nobody decides');
  await sophie.command('/domo-owner sophie@example.com to blaise@example.com');
  await sophie.modal('Change dataset owner');
  await sophie.fill('Reason', 'I am away for a year');
  await sophie.submit();
  await sophie.dismiss(/is being prepared/);
  const card = await emmy.sees(channel, /#6 · .*Sophie Germain → Blaise Pascal/);
  await slack.workspace.until(() => emmy.now(card).buttons.includes('Approve') || undefined);

  teller.step('expire');
  teller.tells('Five hours later the stewards are reminded:');
  await later(5);
  teller.shows('Emmy', await emmy.sees('dm', /#6 is still waiting/), { before: '⏳' });
  teller.tells('A day later the fallback approver is asked too, and the card says so:');
  await later(24);
  teller.shows('Carl', await carl.sees('dm', /#6 has waited since/), { before: '⏳' });
  await emmy.sees('dm', /#6 has waited since/);
  await emmy.seesChange(card, /fallback: Carl Friedrich Gauss/);
  teller.tells('Before the week is over everyone is called once more. Then it expires, and nothing changed:');
  await later(6 * 24);
  await emmy.sees('dm', /#6 expires/);
  await later(5);
  teller.shows(`#${channel}`, await emmy.seesChange(card, /Expired/));
}
