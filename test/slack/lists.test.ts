import { addLeavers, ask, askAndSee, firstLeaver } from '../support/requests.ts';
import { add, openColumns, request } from '../support/schema.ts';
import { type Steward, startSteward } from '../support/steward.ts';

/** More than Home shows in one part. */
const many = 12;
let steward: Steward;

beforeAll(async () => {
  steward = await startSteward({ world: (world) => addLeavers(world, many + 1, 1) });
});

afterAll(async () => {
  await steward.close();
});

/** What stands under a heading of Home. */
function part(text: string, title: string): string {
  const [, rest = ''] = text.split(title);
  const [own = ''] = rest.split(/Your requests|Recent changes/);
  return own;
}

test('Home shows what waits for a person, however many newer requests do not', async () => {
  const { slack } = steward;
  const [emmy, sophie] = [slack.as('emmy'), slack.as('sophie')];
  const { number } = await askAndSee(steward, { from: firstLeaver, by: 'sophie' });
  for (let nth = 1; nth <= many; nth += 1) await ask(steward, { from: firstLeaver + nth, by: 'emmy' });
  await slack.workspace.until(() => emmy.messages('domo-changes').length > many || undefined);
  expect(part((await emmy.openHome()).text, 'Waiting for you')).toMatch(new RegExp(`#${number}\\b`));
  const own = part((await sophie.openHome()).text, 'Your requests');
  expect(own).toMatch(new RegExp(`#${number}\\b.*1 dataset from Leaver ${firstLeaver}`, 's'));
});

test('a list tells how many columns a schema change has', async () => {
  const sophie = steward.slack.as('sophie');
  await openColumns(sophie, 'Quintics');
  await add(sophie, 'Degree', 'LONG');
  await request(sophie);
  await sophie.closeModal('all');
  await steward.slack.as('emmy').sees('domo-changes', /Quintics/);
  await sophie.command('/domo-schema list');
  const list = await sophie.sees('general', /Quintics/);
  expect(list.text).toMatch(/Quintics.* · 1 change, /);
});
