import { z } from 'zod';
import type { Person, SeenView } from '../../sandbox/slack/person/types.ts';
import type { SlackServer } from '../../sandbox/slack/start-slack.ts';
import type { Delivery, Outcome } from '../../sandbox/slack/types.ts';
import { decidableCard } from './steward.ts';

export const formTitle = 'Change dataset schema';
/** The same form, for an earlier request as well. */
const anyForm = /Change dataset schema|(Undo|Retry|Redo|Edit) #\d+/;
/** The same, with the column that was just edited in it: the menu of one that is edited again is first shown as it was. */
const editedForm = new RegExp(`(${anyForm.source})[^]*Edit again`);

/** Opens the form of a dataset and waits for its columns. */
export async function openColumns(person: Person, dataset: string): Promise<SeenView> {
  await person.command(`/domo-schema ${dataset}`);
  return person.modal(/Columns \d/);
}

/** Chooses from the menu of the column at a position, counted from 1. */
export function columnMenu(person: Person, position: number, choice: string): Promise<void> {
  return person.choose(new RegExp(`^${position}\\. `), choice);
}

export async function rename(person: Person, position: number, name: string): Promise<SeenView> {
  return above(
    person,
    'Rename column',
    () => columnMenu(person, position, 'Rename'),
    () => person.fill('Column name', name),
  );
}

export async function retype(person: Person, position: number, type: string): Promise<SeenView> {
  return above(
    person,
    'Change type',
    () => columnMenu(person, position, 'Change type'),
    () => person.choose('Column type', type),
  );
}

export async function move(person: Person, from: number, to: number): Promise<SeenView> {
  return above(
    person,
    'Move column',
    () => columnMenu(person, from, 'Move…'),
    () => person.choose('Position', placeOption(to <= from ? to - 1 : to)),
  );
}

/** After the column that the form shows at this position; 0: first. */
function placeOption(after: number): RegExp {
  return after === 0 ? /^First$/ : new RegExp(`^After ${after}\\. `);
}

export async function remove(person: Person, position: number): Promise<SeenView> {
  const before = person.openModal();
  await columnMenu(person, position, 'Remove');
  return person.modal(anyForm, before ? { after: before } : {});
}

export async function add(person: Person, name: string, type: string, position?: number): Promise<SeenView> {
  return above(
    person,
    'Add column',
    () => person.pressInModal('Add column'),
    async () => {
      await person.fill('Column name', name);
      await person.choose('Column type', type);
      if (position !== undefined) await person.choose('Position', placeOption(position - 1));
    },
  );
}

/** Opens a form above the form, fills and sends it, and waits for the form with the edit in it. */
async function above(person: Person, title: string, open: () => Promise<unknown>, fill: () => Promise<void>) {
  const before = person.openModal();
  await open();
  await person.modal(title);
  await fill();
  const errors = await person.submit();
  if (errors !== null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return person.modal(editedForm, before ? { after: before } : {});
}

/** Replaces what stands in the fields `Columns`, and sends it; resolves with the sentences beside them, or null. */
export async function pasteColumns(person: Person, ...fields: string[]): Promise<Record<string, string> | null> {
  await person.pressInModal('Edit as text');
  await person.modal(/One column per line/);
  await fillColumns(person, fields);
  return person.submit();
}

/** The fields are all called `Columns`. Those not given are emptied. */
async function fillColumns(person: Person, texts: string[]): Promise<void> {
  const count = person.openModal()?.fields.length ?? 0;
  for (let nth = 0; nth < count; nth += 1) await person.fill('Columns', texts[nth] ?? null, { nth });
}

/** Gives the reason and sends the form, through the review when the change is breaking; resolves to what is said of it. */
export async function request(person: Person, reason = 'The guests asked for it'): Promise<SeenView> {
  await person.fill('Reason', reason);
  const errors = await person.submit();
  if (errors !== null) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  if (person.openModal()?.title === 'Review the change') await person.submit();
  return person.dismiss(/is being prepared/);
}

/** Asks for one more column of a dataset; resolves to what is said of it. */
export async function askToAdd(
  person: Person,
  dataset: string,
  name: string,
  type: string,
  reason?: string,
): Promise<SeenView> {
  await openColumns(person, dataset);
  await add(person, name, type);
  return request(person, reason);
}

/** The number of the request that a message or a window tells of. */
export function numberIn({ text }: { text: string }): number {
  return Number(/#(\d+)/.exec(text)?.[1]);
}

/** Every steward named approves. */
export async function approveNumber(slack: SlackServer, number: number, ...who: string[]) {
  const card = await decidableCard(slack, number);
  for (const name of who) await slack.as(name).press(slack.as(name).now(card), 'Approve', { confirm: true });
  return card;
}

const windowPayload = z.looseObject({
  actions: z.array(z.looseObject({ action_id: z.string() })).optional(),
  view: z.looseObject({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }),
  }),
});

/** Something that the person did in a form, as another window of theirs would send it, where other things stand. */
export type Pane = z.infer<typeof windowPayload>;

/** The last click on this button or menu, or the last form of this kind that was sent. */
export function lastDone(slack: SlackServer, what: string): Delivery {
  const delivery = slack.deliveries.findLast(({ payload }) => {
    const pane = windowPayload.safeParse(payload).data;
    return pane?.view.callback_id === what || pane?.actions?.some((each) => each.action_id === what);
  });
  if (delivery === undefined) throw new Error(`Nobody did ${what}`);
  return delivery;
}

/** Does the same once more as it stands in another window. */
export function inAnotherWindow(slack: SlackServer, done: Delivery, alter: (pane: Pane) => void): Promise<Outcome> {
  const pane = structuredClone(windowPayload.parse(done.payload));
  alter(pane);
  return slack.redeliver({ ...done, payload: pane });
}

/** Puts something else into the reason of a pane. */
export function reasonIn(pane: Pane, value: string | null): void {
  pane.view.state.values.reason = { schema_reason: { type: 'plain_text_input', value } };
}
