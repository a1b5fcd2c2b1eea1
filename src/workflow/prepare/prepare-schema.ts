import { storable } from '../../audit/chain.ts';
import { type ColumnNotes, kindsWritten, writtenOfRenamed } from '../../change/schema/column-notes.ts';
import { applyDiff, diffSchema, schemaEqual } from '../../change/schema/diff.ts';
import { assessSchema } from '../../change/schema/risk.ts';
import type { Owner, PlanItem } from '../../change/types.ts';
import { ruleUses, sumUses, type Use, usesOfChange } from '../../change/uses.ts';
import type { SchemaForm } from '../ask/form.ts';
import type { Context } from '../context.ts';
import { notesWarning, successorWarning } from '../tell/sentences.ts';
import type { Prepared } from './prepared.ts';
import { readNotes } from './read-by-product.ts';
import { readOwner } from './read-owner.ts';
import { type LiveSchema, readSchema, schemaWarnings, unstorableColumns } from './read-schema.ts';
import { plannedUses, readUses } from './read-uses.ts';

/** Reads the dataset and its policies afresh, and makes the plan of a schema change. */
export async function prepareSchema(ctx: Context, form: SchemaForm, signal: AbortSignal): Promise<Prepared> {
  const live = await readSchema(ctx, form.datasetId, { signal, priority: 'soon' });
  if (live === undefined) return { problem: 'The dataset was deleted in Domo.' };
  if (!schemaEqual(storable(live.columns), live.columns)) {
    return { problem: unstorableColumns };
  }
  if (!schemaEqual(live.columns, form.before)) {
    return {
      problem:
        "Someone changed the columns in Domo while the form was open. Open the form again: your edits are on today's columns.",
    };
  }
  const owner = live.owner && (await readOwner(ctx, live.owner.id, signal, live.owner.name));
  const columns = live.columns.map(({ name }) => name);
  const options = { signal, priority: 'soon' } as const;
  const [uses, notes] = await Promise.all([
    readUses(ctx, { id: form.datasetId, columns }, options),
    readNotes(ctx, form.datasetId, options),
  ]);
  return planSchemaChange(ctx, { form, live, owner, uses, notes });
}

interface Read {
  form: SchemaForm;
  live: LiveSchema;
  owner: Owner | undefined;
  uses: Use[] | undefined;
  notes: ColumnNotes | undefined;
}

async function planSchemaChange(ctx: Context, { form, live, owner, uses, notes }: Read): Promise<Prepared> {
  const { after: wanted, renames, successors } = form;
  const before = live.columns;
  const diff = diffSchema(before, wanted, renames);
  if (diff.length === 0) return { problem: 'Domo already has these columns.' };
  const used = uses && sumUses(uses);
  const renamed = notes ? writtenOfRenamed(notes, renames) : [];
  const { policies: all, streams } = live;
  const { risk, reasons } = assessSchema({ diff, before, after: wanted, policies: all, streams, uses: used });
  const blocking = reasons.find((each) => each.risk === 'blocked');
  if (blocking !== undefined) return { problem: blocking.reason };
  const item: PlanItem = {
    datasetId: live.datasetId,
    datasetName: live.datasetName,
    pdp: live.pdp,
    change: { kind: 'schema', before, after: applyDiff(before, diff), renames },
    ...(live.source !== undefined && (await ctx.database.allKnowByHand()) && { door: 'hand' }),
  };
  const policies = live.policies
    .filter(({ filters, masks }) => filters.length > 0 && !masks)
    .map((policy) => policy.name);
  return {
    items: [item],
    uses: uses && (await plannedUses(ctx, uses, diff)),
    facts: {
      datasetOwner: owner,
      leftOut: [],
      warnings: [
        ...(successors ? [successorWarning(successors)] : []),
        ...(renamed.length > 0 ? [notesWarning(renamed)] : []),
        ...schemaWarnings(live),
      ],
      risks: [risk],
      secured: 0,
      ownerItems: 0,
      uses: used && ruleUses(used),
      schema: {
        risk,
        reasons,
        policies,
        masksUnseen: live.masksUnseen,
        changes: diff.length,
        notes: notes && kindsWritten(notes),
        isFed: live.isFed,
        source: live.source,
        successors,
        uses: used && usesOfChange(used, diff),
      },
    },
  };
}
