import type { SeenView } from '../../sandbox/slack/person/types.ts';
import {
  addLeavers,
  approve,
  approveUntil,
  ask,
  askAndSee,
  datasetOf,
  firstLeaver,
  refusals,
} from '../support/requests.ts';
import { add, numberIn, openColumns, request } from '../support/schema.ts';
import { decidableCard, sharedSteward } from '../support/steward.ts';

const many = 60;
/** Who gives 60 datasets, and Blaise Pascal, who gives one. */
const [leaver, blaise] = [firstLeaver, 34];
/** A full member whom no request names. */
const member = 'U0JOHANN001';
const policy =
  'channel: C0123456789\napprovers: [S0123456789, U0SOPHIE001]\nauditors: [U0JOHANN002]\nrequesters: [U0SOPHIE001, U0JOHANN001]\n';
let long: Awaited<ReturnType<typeof askAndSee>>;
let short: typeof long;

const steward = sharedSteward({
  policy,
  world: (world) => {
    addLeavers(world, 1, many);
    world.addDataset({ id: datasetOf(9, 1), name: 'R&D <Salaries>', ownerId: leaver });
    world.addDataset({ id: datasetOf(blaise, 1), name: 'Triangles', ownerId: blaise });
    addLeavers(world, 1, 1, 2901);
    world.addUser({ id: 2900, name: '=HYPERLINK("x")' });
    world.addDataset({ id: datasetOf(2900, 1), name: '+1', ownerId: 2900 });
  },
});

beforeAll(async () => {
  long = await askAndSee(steward, { from: leaver });
  short = await askAndSee(steward, { from: blaise });
});

/** Opens `Details` from the card. */
async function open(who: string, card = long.card): Promise<SeenView> {
  const person = steward.slack.as(who);
  await person.closeModal('all');
  await person.press(person.now(card), 'Details');
  return person.modal();
}

describe('a search in the plan', () => {
  test('offers the whole plan before anything is typed, and finds by any part of name or ID', async () => {
    const carl = steward.slack.as('carl');
    await open('carl');
    expect(await carl.search(/of 61 datasets/, '')).toHaveLength(61);
    expect(await carl.search(/of 61 datasets/, '2001 set 47')).toEqual([`Dataset 47 of ${leaver}`]);
    expect(await carl.search(/of 61 datasets/, 'r&d <')).toEqual(['R&D <Salaries>']);
    expect(await carl.search(/of 61 datasets/, '%')).toEqual([]);
    await open('emmy');
    const [byId] = await steward.slack.as('emmy').search(/of 61 datasets/, datasetOf(leaver, 47).slice(0, 36));
    expect(byId).toMatch(/^Dataset 47 of \d+ · .*…0047$/);
  });

  test('shows what was chosen above the page, which stays, and is gone on the next', async () => {
    const emmy = steward.slack.as('emmy');
    const first = await open('emmy');
    expect(first.text).toMatch(/1–25 of 61 datasets[\s\S]*Dataset 1 of 2001 \(0.*0001\) · Leaver 2001 \(2001\) → Carl/);
    await emmy.choose(/of 61 datasets/, /Dataset 47 of/, { search: '47' });
    const chosen = await emmy.modal(/Dataset 47/, { after: first });
    expect(chosen.text).toMatch(
      /Dataset 47 of 2001\n.*-000000000047\nFrom Leaver 2001 · Domo ID 2001 to Carl.* · Domo ID 28\nNot started/,
    );
    expect(chosen.text).toContain('1–25 of 61 datasets');
    await emmy.pressInModal('Next');
    const second = await emmy.modal(/26–50 of 61/, { after: chosen });
    expect(second.text).not.toContain('-000000000047');
    await emmy.pressInModal('Next');
    await emmy.modal(/51–61 of 61/, { after: second });
    expect(steward.slack.refusals()).toEqual([]);
  });
});

test('a schema change is searched by its columns, and says what became of the dataset', async () => {
  const { slack } = steward;
  const [sophie, emmy] = [slack.as('sophie'), slack.as('emmy')];
  await openColumns(sophie, 'Quintics');
  await add(sophie, 'Degree', 'LONG');
  await add(sophie, 'Field', 'STRING');
  const number = numberIn(await request(sophie));
  const card = await decidableCard(slack, number);
  const first = await open('emmy', card);
  expect(await emmy.search(/of 2 column changes/, '')).toHaveLength(2);
  await emmy.choose(/of 2 column changes/, /Field/, { search: 'field str' });
  const { text } = await emmy.dismiss(/of 2 column changes/, { after: first });
  // In the menu, above the page, and on it.
  expect(text.match(/Field \(STRING\) added last/g)).toHaveLength(3);
  await approveUntil(steward, card, /changed and checked/);
  expect((await open('emmy', card)).text).toMatch(
    /1–2 of 2 column changes\nChanged and checked in Domo · \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
  );
});

describe('a request is read', () => {
  const insiders = [
    ['its requester', 'sophie'],
    ['a steward', 'ada'],
    ['an auditor', 'U0JOHANN002'],
  ] as const;

  async function openWithoutCard(who: string): Promise<SeenView> {
    const person = steward.slack.as(who);
    await person.closeModal('all');
    const told = await person.asks(`/domo-owner status ${short.number}`, new RegExp(`#${short.number} ·`));
    await person.press(told, 'Details');
    return person.modal();
  }

  test.each(insiders)('by %s with emails and IDs, and without the card', async (_, who) => {
    const { text, buttons } = await openWithoutCard(who);
    expect(text).toContain('blaise@example.com · Domo ID 34');
    expect(text).toContain("Can't approve");
    expect(buttons).toContain('Send me the CSV');
  });

  test.each([
    ['the new owner', 'carl'],
    ['the current owner', 'blaise'],
  ])('by %s without the card, and without the emails and IDs of others', async (_, who) => {
    const { text, buttons } = await openWithoutCard(who);
    expect(text).toContain('carl@example.com');
    expect(text).not.toMatch(/blaise@example|sophie@example|Domo ID|Can't approve|\(34\)/);
    expect(buttons).not.toContain('Send me the CSV');
  });

  test('by no owner where it never came to be asked', async () => {
    const [carl, sophie] = [steward.slack.as('carl'), steward.slack.as('sophie')];
    const number = await ask(steward, { from: blaise });
    await sophie.sees('dm', new RegExp(`#${number}\\b[\\s\\S]*couldn't be prepared`));
    await carl.asks(`/domo-owner status ${number}`, new RegExp(`can open #${number}\\.`));
    await sophie.asks(`/domo-owner status ${number}`, /already in #/);
  });

  test('by any full member from its card, page after page, and not otherwise', async () => {
    const johann = steward.slack.as(member);
    const first = await open(member);
    expect(first.text).not.toMatch(/sophie@example|Domo ID|Can't approve|\(2001\)/);
    expect(first.buttons).not.toContain('Send me the CSV');
    await johann.pressInModal('Next');
    await johann.modal(/26–50 of 61/, { after: first });
    expect(await johann.search(/of 61 datasets/, 'salaries')).toEqual(['R&D <Salaries>']);
    await johann.closeModal('all');
    await johann.asks(
      `/domo-owner status ${long.number}`,
      new RegExp(`Only its requester, stewards, auditors .* can open #${long.number}`),
    );
  });

  test.each([
    ['a guest', 'evariste', /full members only/],
    ['somebody of another workspace', 'srinivasa', /full members only/],
  ])('not by %s, from wherever', async (_, who, why) => {
    const person = steward.slack.as(who);
    steward.slack.workspace.channels.get(long.card.channelId)?.members.add(person.id);
    expect((await open(who)).text).toMatch(why);
    await person.closeModal('all');
    await person.asks(`/domo-owner status ${long.number}`, why);
    const refused = await refusals(steward, ({ slackId }) => slackId === person.id, 2);
    expect(refused.map(({ detail }) => detail.action)).toEqual(['details', 'status']);
  });

  test('no more by a steward who is none any longer, in a window that is still open', async () => {
    const ada = steward.slack.as('ada');
    await ada.closeModal('all');
    await ada.press(await ada.asks(`/domo-owner status ${long.number}`, new RegExp(`#${long.number} ·`)), 'Details');
    await ada.modal(/1–25/);
    await steward.restart({ policy: policy.replace('S0123456789', 'U0EMMY00001') });
    await ada.pressInModal('Next');
    expect((await ada.modal(/Only its requester/)).title).toBe("You can't do this");
    await ada.closeModal('top');
    expect(await ada.search(/of 61 datasets/, '')).toEqual([]);
    await ada.closeModal('all');
    await steward.restart({ policy });
  });
});

test('the CSV of one request comes as a message, with what became of each dataset, and starts no formula', async () => {
  const sophie = steward.slack.as('sophie');
  const { card, number } = await askAndSee(steward, { from: 2900 });
  await approve(steward, card);
  await sophie.seesChange(card, /changed and checked/);
  await open('sophie', card);
  await sophie.pressInModal('Send me the CSV');
  expect((await sophie.dismiss(/CSV of/)).text).toContain('I sent you the CSV as a message.');
  const [file] = sophie.messages('dm').flatMap(({ files }) => files);
  expect(file?.name).toMatch(new RegExp(`^request-${number}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  const [head, row] = (file?.text ?? '').trim().split('\r\n');
  expect(head).toContain('owner before: email');
  expect(row).toMatch(
    new RegExp(
      `^#${number},'\\+1,${datasetOf(2900, 1)},no,"'=HYPERLINK.*",.*@example.com,2900,Carl Friedrich Gauss,carl@example.com,28,` +
        'changed and checked in Domo,,2.*Z,[0-9a-f]{64},every change,[0-9a-f]{64},[0-9a-f]{64}$',
    ),
  );
});

test('Home and history offer `Details` to nobody who may not open it there', async () => {
  const [johann, sophie] = [steward.slack.as(member), steward.slack.as('sophie')];
  const { card } = await askAndSee(steward, { from: 2901 });
  await approve(steward, card);
  await sophie.seesChange(card, /changed and checked/);
  for (const [person, offers] of [
    [johann, false],
    [sophie, true],
  ] as const) {
    const history = await person.asks(`/domo-owner history ${blaise}`, /Blaise Pascal.* · 1 request/);
    expect(history.buttons.includes('Details')).toBe(offers);
  }
  const home = await johann.openHome();
  expect(home.text).toMatch(/Recent changes\n(?:.*\n)*.*changed and checked/i);
  expect(home.buttons).not.toContain('Details');
});
