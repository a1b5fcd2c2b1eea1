import { runToHands, toDo } from '../support/by-hand.ts';
import { addLeavers, datasetOf, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';

let leaver = firstLeaver - 1;

const steward = sharedSteward({ world: (world) => addLeavers(world, 2, 4) });

beforeEach(() => {
  leaver += 1;
  steward.domo.faults.clear();
});

const cause =
  "Domo refused to change the dataset and gave no reason (400). Usually it wasn't made with Domo's API, but by a connector, DataFlow or Workbench.";

test.each([
  ['a sentence that says nothing', undefined],
  ['no word', 'empty'],
] as const)(
  'two datasets that Domo refuses with %s: which, that it gave no reason, the usual cause, what to do',
  async (_, body) => {
    const { domo } = steward;
    const sophie = steward.slack.as('sophie');
    const datasets = [2, 4].map((nth) => datasetOf(leaver, nth));
    domo.faults.add({ kind: 'status', status: 400, ...(body && { body }) }, { method: 'PUT', datasets });
    const { number, card } = await runToHands(steward, { from: leaver, done: 2, left: 2 });
    const named = `2 to do by hand in Domo: Dataset 2 of ${leaver} and Dataset 4 of ${leaver}`;
    const dm = await sophie.sees(
      'dm',
      new RegExp(`#${number} · 2 of 4 datasets changed: .*\\n2 to do by hand in Domo`),
    );
    const asked = await toDo(steward, number, 'emmy');
    expect(asked.text).toContain(`#${number}: please change the owner of 2 datasets in Domo. ${cause}`);
    expect(asked.buttons).toContain("I'll do it");
    await sophie.press(sophie.now(card), 'Details');
    const { text: details } = await sophie.dismiss();
    expect(details).toContain(`Dataset 4 of ${leaver}`);
    for (const text of [card.text, dm.text, details]) {
      expect(text).toContain(named);
      expect(text).toContain(cause);
    }
    for (const text of [card.text, dm.text, details, asked.text]) expect(text).not.toMatch(/unexpected error/i);
  },
);
