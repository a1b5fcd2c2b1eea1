import { addLeavers, ask, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

const steward = sharedSteward({
  world: (world) => addLeavers(world, 1, 2_100),
  // No earlier reading serves, and whoever waits is told soon.
  overrides: { timing: { fresh: -1, reading: 50 } },
});

test('a long reading says how far it is, for whom and how many from the first', async () => {
  const { domo } = steward;
  const sophie = steward.slack.as('sophie');
  const end = domo.faults.add({ kind: 'slow', ms: 2_000 }, { method: 'GET', path: '/v1/datasets', skip: 30 });
  const number = await ask(steward, { from: firstLeaver, by: 'sophie' });
  const waiting = new RegExp(
    `#${number} · 2,100 datasets: Leaver ${firstLeaver} → Carl Friedrich Gauss[\\s\\S]*Being prepared[\\s\\S]*Reading Domo: 1,[0-9]{3} of 2,1[0-9]{2} datasets`,
  );
  await sophie.sees('dm', waiting);
  end.remove();
  await sophie.sees('dm', new RegExp(`#${number} · 2,100 datasets[\\s\\S]*Waiting for approval`));
  expect(
    sophie
      .messages('dm')
      .map(({ text }) => text)
      .join('\n'),
  ).not.toContain('Reading Domo');
});
