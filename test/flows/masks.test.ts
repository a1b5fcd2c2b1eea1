import { seeded } from '../../sandbox/domo/seed.ts';
import { approveNumber, askToAdd, openColumns, rename, request, retype } from '../support/schema.ts';
import { decidableCard, ended, startedSteward } from '../support/steward.ts';

const { steward, start } = startedSteward({ accessToken: true });

test.each(['as it is', 'wrapped', 'text ids'] as const)(
  'a column that a policy masks can be renamed no more than one that a policy filters on (%s)',
  async (as) => {
    await start();
    if (as !== 'as it is') steward.domo.faults.add({ kind: 'policies', as }, { path: '/api' });
    const sophie = steward.slack.as('sophie');
    const form = await openColumns(sophie, seeded.rowSecurity);
    expect(form.text).toContain('Column security: the policy “Salaries hidden” masks “Salary”.');
    expect(form.text).toContain('Row security: the policy “Own region” filters on “Region”.');
    expect((await rename(sophie, 3, 'Pay')).text).toMatch(/1 change · Not possible/);
    await sophie.fill('Reason', 'Plainer');
    expect(Object.values((await sophie.submit()) ?? {})).toEqual([
      "“Salary” can't be renamed: the policy “Salaries hidden” masks this column.",
    ]);
  },
);

test('a mask that came after the vote is heeded before the write', async () => {
  await start();
  const { slack, domo } = steward;
  const sophie = slack.as('sophie');
  await openColumns(sophie, 'Elastic Surfaces');
  await retype(sophie, 4, 'DECIMAL');
  await request(sophie);
  const card = await decidableCard(slack, 1);
  const { id = '' } = domo.world.ownedBy(31).find(({ name }) => name === 'Elastic Surfaces') ?? {};
  domo.world.edit(id, { masks: [{ id: 10, name: 'Hidden', column: 'Papers', values: ['hash'] }] }, 'behind', 'masked');
  await approveNumber(slack, 1, 'emmy');
  const done = await slack.as('emmy').seesChange(card, ended({ refused: 1 }));
  expect(done.text).toContain('the policy “Hidden” masks this column');
  expect(domo.calls.count('PUT', '/v1')).toBe(0);
});

test.each([
  ['without an access token', { accessToken: false }, undefined],
  ['where Domo refuses', {}, { kind: 'status', status: 403 }],
  ['where Domo answers something odd', {}, { kind: 'edited', edit: () => [{ columnName: null }] }],
] as const)('%s masks cannot be seen, which stands under Details once', async (_, options, fault) => {
  await start(options);
  const { slack, domo } = steward;
  if (fault !== undefined) domo.faults.add(fault, { path: '/api/query/v2/data-control' });
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  await askToAdd(sophie, 'Elastic Surfaces', 'Town', 'STRING');
  const card = await decidableCard(slack, 1);
  expect(card.text).not.toContain('masks');
  await emmy.press(card, 'Details');
  const { text } = await emmy.modal('Details of #1');
  expect(text.split("I can't see whether column PDP masks these columns.")).toHaveLength(2);
});
