import { eq } from 'drizzle-orm';
import type { Person } from '../../../sandbox/slack/person/types.ts';
import { items, requests } from '../../../src/store/tables.ts';
import { openForTool } from '../../../src/store/tool-database.ts';
import type { Company } from './company.ts';

export const handButtons = ["I'll do it", 'Give it back', 'Check now'] as const;

/** Changes at its source what is left to people, whose source then runs, and has them say so: what nobody does stays open for days. */
export async function doByHand({ slack, domo, database }: Company): Promise<void> {
  const tool = await openForTool(database);
  const left = await tool.db
    .select({ number: requests.number, datasetId: items.datasetId, change: items.change })
    .from(items)
    .innerJoin(requests, eq(requests.id, items.requestId))
    .where(eq(items.state, 'by_hand'))
    .finally(tool.close);
  for (const { datasetId, change } of left) {
    if (change.kind === 'owner') domo.world.setOwner(datasetId, change.after.id);
    else domo.world.setSource(datasetId, change.after);
    domo.world.runConnector(datasetId);
  }
  for (const number of new Set(left.map((each) => each.number))) {
    for (const who of ['emmy', 'ada']) await checkInDetails(slack.as(who), number);
  }
}

/** Not in the messages about it: at night they come in the morning only. */
async function checkInDetails(person: Person, number: number): Promise<void> {
  await person.closeModal('all');
  try {
    const told = await person.asks(`/domo-owner status ${number}`, new RegExp(`#${number} ·`));
    await person.press(told, 'Details', { stale: true });
    const { buttons } = await person.modal(`Details of #${number}`);
    for (const button of ["I'll do it", 'Check now']) if (buttons.includes(button)) await person.pressInModal(button);
  } catch {
    // A process that has just started may answer too late.
  }
  await person.closeModal('all');
}
