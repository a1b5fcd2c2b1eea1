import { addLeavers, approveUntil, ask, askAndSee, datasetOf, firstLeaver } from '../support/requests.ts';
import { askToAdd } from '../support/schema.ts';
import { sharedSteward } from '../support/steward.ts';

/** With one more, more than a list shows, and than Home does in one part. */
const many = 20;
/** Of the oldest request, Sophie's; all newer ones are Emmy's. */
let number: number;

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, many + 1, 1);
    for (let id = 9001; id <= 9011; id += 1) world.addDataset({ id: datasetOf(id, 1), name: 'Left', ownerId: id });
  },
});

beforeAll(async () => {
  ({ number } = await askAndSee(steward, { from: firstLeaver, by: 'sophie' }));
  for (let nth = 1; nth <= many; nth += 1) await ask(steward, { from: firstLeaver + nth, by: 'emmy' });
  const emmy = steward.slack.as('emmy');
  await steward.slack.workspace.until(() => emmy.messages('domo-changes').length > many || undefined);
});

/** What stands under a heading of Home. */
function part(text: string, title: string): string {
  const [, rest = ''] = text.split(title);
  const [own = ''] = rest.split(/Your requests|Datasets without an active owner|Recent changes/);
  return own;
}

test('Home shows what waits for a person, however many newer requests do not', async () => {
  const { slack } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  expect(part((await emmy.openHome()).text, 'To approve')).toMatch(new RegExp(`#${number}\\b`));
  const home = await sophie.openHome();
  const own = part(home.text, 'Your requests');
  expect(own).toMatch(new RegExp(`#${number}\\b.*1 dataset: Leaver ${firstLeaver}.*Waiting for approval`));
  await sophie.pressInHome('Details', { row: new RegExp(`#${number}\\b`) });
  expect((await sophie.dismiss()).text).toContain(`#${number}`);
});

test('Home and the list say that there are more, and a list begins with what is open', async () => {
  const { slack } = steward;
  const [emmy, ada] = [slack.as('emmy'), slack.as('ada')];
  const home = (await emmy.openHome()).text;
  expect(part(home, 'To approve')).not.toContain('… and more');
  expect(part(home, 'Your requests')).toContain('… and more');
  expect(part(home, 'Datasets without an active owner')).toContain('… and more');
  expect(part((await ada.openHome()).text, 'To approve')).toContain('… and more');
  expect((await ada.asks('/domo-owner list', /Open requests/)).buttons).toEqual(['Older', 'Send me the CSV']);

  // Open requests come before settled ones that are newer.
  const settled = [many - 3, many - 2, many - 1, many, many + 1];
  for (const number of settled) {
    const told = await emmy.sees('dm', new RegExp(`#${number}\\b`));
    await emmy.press(told, 'Withdraw', { confirm: true });
  }
  const list = await emmy.asks('/domo-owner list', /Withdrawn/);
  const numbers = [...list.text.matchAll(/#(\d+) · Owner change/g)].map(([, number]) => Number(number));
  const open = numbers.filter((number) => !settled.includes(number));
  expect(numbers).toEqual([...open, ...settled.toReversed().slice(0, numbers.length - open.length)]);
  expect(open).toContain(1);
});

test('a steward gets all requests of a list as a file, not only those of its page', async () => {
  const emmy = steward.slack.as('emmy');
  const list = await emmy.asks('/domo-owner list owner since 1d', /Open requests and yours · owner changes · since/);
  expect(list.buttons).toContain('Send me the log');
  const shown = new Set([...list.text.matchAll(/#(\d+) · Owner change/g)].map(([, each]) => each));
  await emmy.press(list, 'Send me the CSV');
  await emmy.sees('general', /I sent you the CSV/);
  const [file] = emmy.messages('dm').flatMap(({ files }) => files);
  const [head, ...rows] = file?.text.trimEnd().split('\r\n') ?? [];
  expect(head).toMatch(/^\ufeffnumber,kind,state,asked at \(UTC\),requester,/);
  const sent = rows.map((row) => row.split(',')[0]);
  expect(shown.size).toBe(many);
  expect(new Set(sent).size).toBeGreaterThan(many);
  expect(sent).toEqual(expect.arrayContaining([...shown]));
});

test('a list tells how many columns a schema change has', async () => {
  const sophie = steward.slack.as('sophie');
  await askToAdd(sophie, 'Quintics', 'Degree', 'LONG');
  await steward.slack.as('emmy').sees('domo-changes', /Quintics/);
  const list = await sophie.asks('/domo-schema list', /Quintics/);
  expect(list.text).toMatch(/1 column change in Quintics/);
});

test('Home names the request that holds the datasets of somebody who is not active, in place of Hand over', async () => {
  const sophie = steward.slack.as('sophie');
  const { number } = await askAndSee(steward, { from: 9001, by: 'emmy' });
  await sophie.openHome(new RegExp(`9001.* · 1 dataset · in #${number}\\b`));
  // Who may read it has it from there.
  const row = /Domo ID 9001 \(unknown owner\)/;
  const ada = steward.slack.as('ada');
  await ada.openHome();
  await ada.pressInHome('Details', { row });
  expect((await ada.dismiss()).text).toContain(`#${number}`);
});

test('Home tells of no request twice', async () => {
  const { card, number } = await askAndSee(steward, { from: 9002, by: 'sophie' });
  await approveUntil(steward, card, /changed and checked/);
  const named = new RegExp(`#${number}\\b`, 'g');
  // A Home that is open is painted again while the run is under way, which stands in nobody's list.
  const found = async (who: string) => (await steward.slack.as(who).openHome(new RegExp(named, ''))).text.match(named);
  expect(await found('sophie')).toHaveLength(1);
  expect(await found('ada')).toHaveLength(1);
});
