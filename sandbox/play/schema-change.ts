import { seeded } from '../domo/seed.ts';
import type { Stage } from '../stage.ts';
import type { Teller } from './teller.ts';

const channel = 'domo-changes';

/** The second act: a breaking change of columns that two stewards must see, a drift, and the rebase. */
export async function schemaChange({ slack, domo }: Pick<Stage, 'slack' | 'domo'>, teller: Teller): Promise<void> {
  const [sophie, emmy, ada] = [slack.as('sophie'), slack.as('emmy'), slack.as('ada')];
  const columns = () => domo.world.dataset(seeded.surfaces)?.columns.map(({ name }) => name) ?? [];
  const cardOf = async (number: RegExp) => {
    const card = await emmy.sees(channel, number);
    await slack.workspace.until(() => emmy.now(card).buttons.includes('Approve') || undefined);
    return emmy.now(card);
  };

  teller.act('A schema change');
  teller.tells('Sophie types /domo-schema Salaries to rename “Region”. A row-security policy filters on it:');
  await sophie.command('/domo-schema Salaries');
  await sophie.modal(/Columns 1–7/);
  await sophie.choose(/^2\. Region/, 'Rename');
  await sophie.modal('Rename column');
  await sophie.fill('Column name', 'Canton');
  await sophie.submit();
  teller.shows("Sophie's form", await sophie.dismiss(/Not possible/), { before: 'No API stream' });

  await sophie.command('/domo-schema Elastic Surfaces');
  await sophie.modal(/Columns 1–7/);
  await sophie.choose(/^5\. Weight/, 'Rename');
  await sophie.modal('Rename column');
  await sophie.fill('Column name', 'Mass');
  await sophie.submit();
  await sophie.modal(/1 change · Breaking/);
  await sophie.pressInModal('Add column');
  await sophie.modal('Add column');
  await sophie.fill('Column name', 'Magnitude');
  await sophie.choose('Column type', 'DOUBLE');
  await sophie.submit();
  await sophie.modal(/2 changes · Breaking/);
  await sophie.fill('Reason', 'The new scales measure both');
  await sophie.submit();
  await sophie.modal('Review the change');
  await sophie.submit();
  await sophie.dismiss(/is being prepared/);

  const card = await cardOf(/#2 · /);
  teller.tells(
    'On “Elastic Surfaces” she renames one column and adds another. The card says that two stewards must agree:',
  );
  teller.shows(`#${channel}`, card);
  await emmy.press(card, 'Approve', { confirm: true });
  teller.tells('Before Ada approves too, somebody adds “Observer” by hand. Nothing is written over that:');
  const live = domo.world.dataset(seeded.surfaces)?.columns ?? [];
  domo.world.setSchema(seeded.surfaces, [...live, { name: 'Observer', type: 'STRING' }]);
  await ada.press(ada.now(card), 'Approve', { confirm: true });
  teller.shows(`#${channel}`, await ada.seesChange(card, /skipped/));

  teller.tells('Sophie redoes it, the same edits on the columns of today, and both approve:');
  await sophie.press(sophie.now(card), "Redo on today's columns");
  await sophie.modal(/Observer/);
  await sophie.submit();
  await sophie.modal('Review the change');
  await sophie.submit();
  await sophie.dismiss(/is being prepared/);
  const second = await cardOf(/#3 · /);
  await emmy.press(second, 'Approve', { confirm: true });
  await ada.press(ada.now(second), 'Approve', { confirm: true });
  teller.shows(`#${channel}`, await ada.seesChange(second, /changed and checked/));
  const wanted = ['Name', 'Region', 'Salary', 'Papers', 'Mass', 'Hired', 'Changed', 'Observer', 'Magnitude'];
  if (String(columns()) !== String(wanted)) throw new Error(`Domo should have ${wanted}, and has ${columns()}`);

  teller.step('undo');
  await sophie.press(sophie.now(second), 'Undo');
  await sophie.modal('Undo #3');
  await sophie.submit();
  await sophie.modal('Review the change');
  await sophie.submit();
  await sophie.dismiss(/is being prepared/);
  const third = await cardOf(/#4 · /);
  await emmy.press(third, 'Approve', { confirm: true });
  await ada.press(ada.now(third), 'Approve', { confirm: true });
  await ada.seesChange(third, /changed and checked/);
  teller.step('home');
  teller.shows("Sophie's Home", await sophie.openHome(), { before: '#2 ·' });
  if (columns().includes('Magnitude')) throw new Error('Undo should have taken Magnitude away');
}
