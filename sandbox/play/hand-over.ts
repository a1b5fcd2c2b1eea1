import { seeded } from '../domo/seed.ts';
import type { Stage } from '../stage.ts';
import type { Teller } from './teller.ts';

const channel = 'domo-changes';

/** The first act: 12 datasets of someone who left go to another person, with one refusal and one drift. */
export async function handOver({ slack, domo }: Pick<Stage, 'slack' | 'domo'>, teller: Teller): Promise<void> {
  const [sophie, emmy, ada, carl] = [slack.as('sophie'), slack.as('emmy'), slack.as('ada'), slack.as('carl')];
  const dataset = (name: string) => {
    const found = domo.world.ownedBy(seeded.euler).find((each) => each.name === name);
    if (found === undefined) throw new Error(`Leonhard Euler has no dataset called ${name}`);
    return found.id;
  };

  teller.act('A hand-over');
  teller.step('ask');
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  await sophie.choose('Current owner', /Leonhard Euler/, { search: 'euler' });
  await sophie.choose('New owner', /Carl Friedrich Gauss/, { search: 'gauss' });
  await sophie.fill('Reason', 'Leonhard has left for St. Petersburg');
  const form = await sophie.modal('Change dataset owner');
  teller.shows("Sophie's form", form, { before: '  Stewards see this' });
  const errors = await sophie.submit();
  if (errors !== null) throw new Error(`The form was refused: ${JSON.stringify(errors)}`);
  await sophie.dismiss(/is being prepared/);

  const card = await emmy.seesChange(await emmy.sees(channel, /#1/), /Leonhard Euler/);
  await slack.workspace.until(() => emmy.now(card).buttons.includes('Approve') || undefined);
  teller.shows(`#${channel}`, emmy.now(card));
  teller.step('refused');
  await sophie.press(sophie.now(card), 'Approve', { confirm: true });
  teller.shows('Sophie', await sophie.dismiss(), { before: '[Close]' });

  teller.step('talk');
  await emmy.press(emmy.now(card), 'Ask');
  await emmy.fill('Question', 'Does Carl know?');
  await emmy.submit();
  await emmy.closeModal('all');
  await sophie.press(await sophie.sees('dm', /Does Carl know/), 'Answer');
  await sophie.fill('Answer', 'He asked for it');
  await sophie.submit();
  await sophie.closeModal('all');
  const talked = await emmy.seesChange(card, /He asked for it/);
  teller.shows(
    `#${channel}`,
    talked.text
      .split('\n')
      .filter((line) => line.includes('Does Carl know'))
      .join('\n'),
  );

  teller.step('accept');
  await carl.press(await carl.sees('dm', /take over 12 datasets/), 'Accept');
  await emmy.seesChange(card, /Carl Friedrich Gauss accepted/);
  teller.step('takeBack');
  await emmy.press(emmy.now(card), 'Approve', { confirm: true });
  await emmy.seesChange(card, /1 of 1 from data-stewards/);
  await emmy.press(emmy.now(card), 'Details');
  await emmy.modal(/Emmy Noether approved/);
  await emmy.pressInModal('Take back my vote', { confirm: true });
  await emmy.seesChange(card, /0 of 1 from data-stewards/);
  await emmy.closeModal('all');

  teller.tells('Meanwhile someone gives “Zodiac” to Ada by hand, and Domo denies access to “Ship Building”.');
  domo.world.setOwner(dataset('Zodiac'), 33);
  domo.faults.add({ kind: 'refused' }, { datasets: [dataset('Ship Building')], method: 'PUT' });
  teller.step('approve');
  const pressed = await emmy.press(emmy.now(card), 'Approve', { confirm: true });
  teller.shows('Emmy', [pressed.dialog?.title, pressed.dialog?.text].join('\n'));
  await emmy.seesChange(card, /1 of 1 from data-stewards/);
  await ada.press(ada.now(card), 'Approve', { confirm: true });
  const done = await emmy.seesChange(card, /10 of 12 datasets changed/);
  teller.tells('Every change was read back from Domo before the card said so:');
  teller.shows(`#${channel}`, done);
  await emmy.seesReply(done, /Ship Building/);
  await sophie.sees('dm', /Ship Building|10/);
  teller.tells('Sophie reads the same in her messages, and Carl hears what is his now:');
  teller.shows('Carl', await carl.sees('dm', /You now own/));
  const owned = domo.world.ownedBy(seeded.gauss).length;
  if (owned !== 11) throw new Error(`Carl should own 11 datasets now, and owns ${owned}`);
}
