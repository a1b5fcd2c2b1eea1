import { seeded } from '../domo/seed.ts';
import type { Stage } from '../stage.ts';
import type { Teller } from './teller.ts';

const channel = 'domo-changes';

/** The third act: a connector's dataset, which Domo's API refuses; a steward does it in Domo, and the app proves it. */
export async function byHand({ slack, domo }: Pick<Stage, 'slack' | 'domo'>, teller: Teller): Promise<void> {
  const [sophie, emmy, ada] = [slack.as('sophie'), slack.as('emmy'), slack.as('ada')];

  teller.act('What only a person can do in Domo');
  teller.tells('Sophie gives two of her datasets to Carl. A connector feeds one of them, “Observatory Feed”.');
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  await sophie.choose('Current owner', /Sophie Germain/, { search: 'sophie' });
  await sophie.choose('Which datasets', 'Only some');
  await sophie.chooseMany('Datasets', [/Observatory Feed/, /Elastic Surfaces/]);
  await sophie.choose('New owner', /Carl Friedrich Gauss/, { search: 'gauss' });
  await sophie.fill('Reason', 'Carl runs the observatory now');
  await sophie.submit();
  await sophie.dismiss(/is being prepared/);
  const card = await emmy.sees(channel, /#5 · /);
  await slack.workspace.until(() => emmy.now(card).buttons.includes('Approve') || undefined);

  teller.tells('Emmy approves. One dataset is changed and checked, and Domo refuses the other for what it is:');
  await emmy.press(emmy.now(card), 'Approve', { confirm: true });
  teller.shows(`#${channel}`, await emmy.seesChange(card, /1 to do by hand in Domo/), { before: '[Stop]' });

  teller.tells('The stewards get links and steps, and Ada takes it:');
  const asked = await ada.sees('dm', /#5: please change/);
  await ada.press(asked, "I'll do it");
  await slack.workspace.until(() => ada.now(asked).buttons.includes('Check now') || undefined);
  teller.shows('Ada', ada.now(asked));

  teller.tells('She changes the owner in Domo’s own page, and clicks Check now. The app reads Domo before it says so:');
  domo.world.setOwner(seeded.connector, seeded.gauss);
  await ada.press(ada.now(asked), 'Check now');
  await ada.closeModal('all');
  teller.shows(`#${channel}`, await emmy.seesChange(card, /All 2 datasets changed/));
  const owner = domo.world.dataset(seeded.connector)?.ownerId;
  if (owner !== seeded.gauss) throw new Error(`Carl should own “Observatory Feed” now, and ${owner} does`);
}
