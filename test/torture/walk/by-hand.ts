import { eq } from 'drizzle-orm';
import { items } from '../../../src/store/tables.ts';
import { openForTool } from '../../../src/store/tool-database.ts';
import type { Company } from './company.ts';

export const handButtons = ["I'll do it", 'Give it back', 'Check now'] as const;

/** Changes at its source what is left to people, whose source then runs, and has them say so: what nobody does stays open for days. */
export async function doByHand({ slack, domo, database }: Company): Promise<void> {
  const tool = await openForTool(database);
  const left = await tool.db.select().from(items).where(eq(items.state, 'by_hand')).finally(tool.close);
  for (const { datasetId, change } of left) {
    if (change.kind === 'owner') domo.world.setOwner(datasetId, change.after.id);
    else domo.world.setSource(datasetId, change.after);
    domo.world.runConnector(datasetId);
  }
  if (left.length === 0) return;
  const emmy = slack.as('emmy');
  for (const button of ["I'll do it", 'Check now'] as const) {
    for (const message of emmy.dms().filter(({ buttons }) => buttons.includes(button))) {
      await emmy.press(message, button, { stale: true });
      await emmy.closeModal('all');
    }
  }
}
