import type { Person } from '../../sandbox/slack/person/types.ts';
import { sharedSteward, untilOffered } from '../support/steward.ts';

let sophie: Person;

const steward = sharedSteward();

beforeAll(async () => {
  sophie = steward.slack.as('sophie');
  await sophie.command('/domo-owner');
  await sophie.modal('Change dataset owner');
  await untilOffered(sophie, 'Current owner', 'euler');
  await sophie.closeModal('all');
});

afterEach(async () => {
  steward.slack.faults.clear();
  await sophie.closeModal('all');
});

/** Opens a form of its own: one that is still open from before does not count. */
async function openForm(line = '/domo-owner'): Promise<void> {
  const before = sophie.openModal();
  await sophie.command(line);
  await sophie.modal('Change dataset owner', before ? { after: before } : {});
}

describe('the form', () => {
  test('offers the current owner with what they own, and says how many with “All of them”', async () => {
    await openForm();
    await sophie.choose('Current owner', /Leonhard Euler/, { search: 'leonhard@example.com' });
    expect((await sophie.modal(/All of them \(12\)/)).fields).toEqual([
      'Current owner',
      'Which datasets',
      'New owner',
      'Reason',
    ]);
    await sophie.choose('Which datasets', 'Only some');
    const form = await sophie.modal(/Or paste ids, names or links/);
    expect(form.fields).toContain('Datasets');
    expect(await sophie.search('Datasets', 'zod')).toEqual([expect.stringMatching(/^Zodiac · \w{8}…\w{4}$/)]);
  });

  test('keeps pasted words when the choice goes to and fro, and drops the picks of another owner', async () => {
    await openForm('/domo-owner leonhard@example.com');
    await sophie.choose('Which datasets', 'Only some');
    await sophie.modal(/Or paste/);
    await sophie.fill('Or paste ids, names or links', 'Zodiac');
    await sophie.chooseMany('Datasets', [/Partitions/]);
    await sophie.choose('Which datasets', /All of them/);
    const form = await sophie.modal(/Only used with/);
    expect(JSON.stringify(form.view.values)).toContain('Zodiac');
    await sophie.choose('Current owner', /Johann Bernoulli · johann@/, { search: 'johann' });
    const other = await sophie.modal(/All of them/, { after: form });
    expect(JSON.stringify(other.view.values)).not.toContain('Partitions');
    expect(JSON.stringify(other.view.values)).toContain('Zodiac');
  });

  test('of two quick changes shows the later', async () => {
    await openForm('/domo-owner leonhard@example.com');
    const first = await sophie.modal(/All of them \(12\)/);
    // Both are made on what the form showed at first: Slack's hash could not tell which of them is the later.
    await Promise.all([sophie.choose('Which datasets', 'Only some'), sophie.choose('Which datasets', /All of them/)]);
    await sophie.modal(undefined, { after: first });
    await steward.slack.workspace.until(() => !sophie.openModal()?.fields.includes('Datasets'), { what: 'the later' });
    expect((await sophie.modal()).text).toContain('All of them (12)');
  });

  test('says beside the fields what to do, and keeps what was typed', async () => {
    await openForm('/domo-owner leonhard@example.com leonhard@example.com');
    await openForm('/domo-owner 28 28');
    await sophie.fill('Reason', '   ');
    const errors = (await sophie.submit()) ?? {};
    expect(errors['New owner']).toMatch(/new owner must be someone else/);
    expect(errors.Reason).toMatch(/Add a reason/);
  });

  test('names the choices of a pasted name that several datasets have, and whose an unknown one is', async () => {
    await openForm('/domo-owner leonhard@example.com carl@example.com');
    await sophie.fill('Reason', 'Leonhard has left');
    await sophie.choose('Which datasets', 'Only some');
    await sophie.modal(/Or paste/);
    expect(await sophie.submit()).toMatchObject({ Datasets: expect.stringMatching(/Choose at least one/) });
    await sophie.fill('Or paste ids, names or links', 'Nothing of the kind\nZodiac');
    const errors = (await sophie.submit()) ?? {};
    expect(errors['Or paste ids, names or links']).toBe('Leonhard Euler has no dataset “Nothing of the kind”.');
    expect(JSON.stringify((await sophie.modal()).view.values)).toContain('Nothing of the kind');
  });

  test('says whose a pasted dataset is, also between two people of one name', async () => {
    const [theirs] = steward.domo.world.ownedBy(37);
    await openForm('/domo-owner 36 28');
    await sophie.choose('Which datasets', 'Only some');
    await sophie.modal(/Or paste/);
    await sophie.fill('Reason', 'Which of them?');
    await sophie.fill('Or paste ids, names or links', theirs?.id ?? '');
    const errors = (await sophie.submit()) ?? {};
    expect(errors['Or paste ids, names or links']).toBe(
      `“${theirs?.id}” belongs to Johann Bernoulli (Domo ID 37), not Johann Bernoulli (Domo ID 36).`,
    );
  });

  test('takes links to datasets, and tells of each line that is wrong in a line of its own', async () => {
    const [first] = steward.domo.world.ownedBy(29);
    await openForm('/domo-owner leonhard@example.com carl@example.com');
    await sophie.choose('Which datasets', 'Only some');
    await sophie.modal(/Or paste/);
    await sophie.fill('Reason', 'By link');
    const link = `https://academy.domo.com/datasources/${first?.id}/details/overview`;
    await sophie.fill('Or paste ids, names or links', `${link}\nNo such thing\nSalaries`);
    const errors = (await sophie.submit()) ?? {};
    expect(errors['Or paste ids, names or links']?.split('\n')).toEqual([
      'Leonhard Euler has no dataset “No such thing”.',
      '“Salaries” belongs to Emmy Noether, not Leonhard Euler.',
    ]);
  });

  test('offers those who left first, then those who own most, and nobody as their own successor', async () => {
    await openForm('/domo-owner 29');
    const offered = await sophie.search('Current owner', '');
    const names = ['Pierre de Fermat', 'Niels Henrik Abel', 'Leonhard Euler'];
    expect(
      offered.filter((each) => names.some((name) => each.startsWith(name))).map((each) => each.split(' · ')[0]),
    ).toEqual(names);
    expect(await sophie.search('New owner', 'leonhard@')).toEqual([]);
    expect(await sophie.search('New owner', 'carl@')).toHaveLength(1);
  });

  test('says at once what row security means for a choice, and who will have to approve: not the current owner', async () => {
    await openForm('/domo-owner 32');
    const { text } = await sophie.modal(
      /Salaries has row security. Owners bypass it: the new owner will see every row/,
    );
    expect(text).toContain('Needs 1 approval from data-stewards: Ada Lovelace.');
  });

  test('a form that came too late is offered again in private', async () => {
    steward.slack.faults.onCall('views.open', { kind: 'error', error: 'expired_trigger_id' });
    const offer = await sophie.asks('/domo-owner leonhard@example.com carl@example.com', /didn't open in time/);
    expect(offer.ephemeral).toBe(true);
    await sophie.press(offer, 'Open the form');
    expect((await sophie.modal('Change dataset owner')).text).toMatch(/Leonhard Euler/);
  });

  test('a failure reaches the person as a sentence with a reference', async () => {
    steward.slack.faults.onCall('views.open', { kind: 'error', error: 'some_new_error' });
    expect((await sophie.asks('/domo-owner', /give an admin this code: [0-9a-f]{8}/)).ephemeral).toBe(true);
  });
});

describe('who may not ask', () => {
  test.each([['evariste'], ['srinivasa']])('%s is told so, and the menus offer nothing', async (who) => {
    const person = steward.slack.as(who);
    expect((await person.asks('/domo-owner', /full members only/)).ephemeral).toBe(true);
    expect((await person.openHome()).text).toMatch(/full members only/);
  });
});

describe('/domo-owner answers privately', () => {
  test.each([
    ['/domo-owner help', /domo-owner list/],
    ['/domo-owner nonsense', /it's not a command/],
    ['/domo-owner R&D', /I don't know “R&D”/],
    ['/domo-owner status 4711', /I can't find #4711/],
    ['/domo-owner history Zodiac', /No requests for “Zodiac” yet/],
  ])('%s', async (line, answer) => {
    expect((await sophie.asks(line, answer)).ephemeral).toBe(true);
  });

  test('an ambiguous name with choices, one of which opens the form', async () => {
    const choices = await sophie.asks('/domo-owner Johann Bernoulli', /could be one of these/);
    expect(choices.ephemeral).toBe(true);
    await sophie.press(choices, 'Choose', { row: /johann\.junior/ });
    expect((await sophie.modal('Change dataset owner')).text).toMatch(/johann\.junior/);
  });

  test('two mentions open the form filled in', async () => {
    await openForm('/domo-owner @emmy @ada');
    const { text } = await sophie.modal('Change dataset owner');
    expect(text).toMatch(/Emmy Noether[\s\S]*Ada Lovelace/);
  });
});

describe('when Slack itself is in trouble', () => {
  test('what it refuses to show as a modal is answered in private', async () => {
    steward.slack.faults.onCall('views.open', { kind: 'status', status: 500 }, 9);
    expect((await sophie.asks('/domo-owner', /can't reach Slack[\s\S]*Code/)).ephemeral).toBe(true);
  });
});

test('a sent form ends with Details, the list has the request, and the form names it where it holds the datasets', async () => {
  // No other test here makes a request.
  expect((await sophie.asks('/domo-owner list', /No request is open/)).ephemeral).toBe(true);
  await openForm('/domo-owner 36 28');
  await sophie.fill('Reason', 'Johann moves on');
  const which = (await sophie.modal()).text;
  expect(which).toContain('Needs 1 approval from data-stewards: Emmy Noether or Ada Lovelace.');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/#1 is being prepared/);
  await steward.slack.as('emmy').sees('domo-changes', /#1/);
  await sophie.pressInModal('Details');
  await sophie.modal(/of #1/);
  // It took the place of the form, and does not stand above it.
  await sophie.closeModal('top');
  await sophie.noModal();
  await sophie.asks('/domo-owner list', /Open requests and yours[\s\S]*#1/);
  await openForm('/domo-owner 36');
  const { view } = await sophie.modal(/already in .*#1.* and will be skipped/);
  expect(JSON.stringify(view.blocks)).toMatch(/<https:[^|>]*\|#1>/);
  // Whether what they choose is among it is not known yet.
  await sophie.choose('Which datasets', 'Only some');
  const some = await sophie.modal(/Or paste/);
  expect(some.text).toMatch(/1 of all 1 is already in .*#1.*\./);
  expect(some.text).not.toContain('will be skipped');
});
