import type { Delivery, Sent } from '../delivery.ts';
import type { FormReply } from '../form.ts';
import { type Reply, refused } from '../reply.ts';
import { readSchemaView, type SchemaView } from './payloads.ts';
import type { SchemaDeps } from './window.ts';

/** A click in the schema form, by someone who may ask. */
export function inForm(
  work: (deps: SchemaDeps, slackId: string, view: SchemaView, value: string) => Promise<Reply>,
): (deps: SchemaDeps, from: Delivery) => Promise<Reply> {
  return async (deps, { slackId, view, value = '' }) => {
    if (view === undefined) return {};
    const refusal = await deps.workflow.mayAsk(slackId, 'schema form');
    return refusal === undefined ? work(deps, slackId, readSchemaView(view), value) : refused(refusal);
  };
}

/** The schema form, or one above it, sent by someone who may ask. */
export function sentForm(
  work: (deps: SchemaDeps, slackId: string, view: SchemaView, callback: string) => Promise<FormReply>,
): (deps: SchemaDeps, from: Sent) => Promise<FormReply> {
  return async (deps, { slackId, view, name }) => {
    const refusal = await deps.workflow.mayAsk(slackId, 'schema form');
    return refusal === undefined ? work(deps, slackId, readSchemaView(view), name) : refused(refusal);
  };
}
