import { isOpen, minutesLeft } from '../../change/states.ts';
import type { Acceptance, FollowUpPurpose, Owner, Vote } from '../../change/types.ts';
import { type Slot, slotState, voidAcceptance } from '../../change/votes/acceptance.ts';
import { countVotes } from '../../change/votes/decide.ts';
import { decisionAmong } from '../../change/votes/decision.ts';
import { eligibleFor, type StaffedRule, type Steward } from '../../change/votes/stewards.ts';
import { acceptanceOf } from '../../store/acceptance.ts';
import { countDoors, countItems, countMoved, foremostItems, type ShownItem } from '../../store/items.ts';
import { cardOf } from '../../store/messages.ts';
import { mentionedOn } from '../../store/pings.ts';
import { type QuestionRow, questionsOn } from '../../store/questions.ts';
import { findRequest, followUpsOf, type RequestRow } from '../../store/requests.ts';
import { votesOn } from '../../store/votes.ts';
import { readForm } from '../ask/form.ts';
import type { Context } from '../context.ts';
import { readFacts } from '../facts.ts';
import { handViewOf } from '../hand/hand-view.ts';
import { outsideOfPlan } from '../outside/outside-view.ts';
import { allAwayOf } from '../vote/all-away.ts';
import { electorateOf } from '../vote/electorate.ts';
import type {
  AcceptanceView,
  ItemView,
  LinkedRequest,
  QuestionView,
  RequestView,
  RuleView,
  VoteView,
} from './request-view.ts';
import { voidAcceptanceReason, voidReason } from './sentences.ts';

const shownItems = 100;
/** Of those who can approve, as many as a card names. */
const shownAble = 5;

/**
 * A request as it is now. `asOf`: with votes counted under the rules and people of this moment, which may ask Slack.
 * `mentioned`: whom a new card will mention; otherwise those whom the recorded card does.
 */
export async function describe(
  ctx: Context,
  row: RequestRow,
  asOf: 'now' | 'stored',
  mentioned?: string[],
): Promise<RequestView> {
  const q = ctx.database.db;
  const [counts, items, votes, card] = [
    await countItems(q, row.id),
    await foremostItems(q, row.id, shownItems),
    await votesOn(q, row.id),
    await cardOf(q, row.id),
  ];
  const facts = readFacts(row.facts);
  const wanted = await askedFor(ctx, row);
  const owners = { from: facts.from ?? wanted?.from, to: facts.to ?? wanted?.to };
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    requester: row.requester,
    reason: row.reason,
    fingerprint: row.fingerprint ?? undefined,
    ...owners,
    inSlack: facts.inSlack,
    alike: facts.alike ?? [],
    dataset: await schemaDataset(ctx, row, items[0]),
    schema: facts.schema,
    total: wanted?.total ?? Object.values(counts).reduce((sum, n) => sum + n, 0),
    counts,
    doors: await countDoors(q, row.id),
    hand: await handViewOf(ctx, row),
    movedAlong: counts.unverified > 0 ? await countMoved(q, row.id) : 0,
    items: items.map(asItemView),
    leftOut: facts.leftOut,
    ...(await tally(ctx, row, asOf, votes, mentioned)),
    decision: decisionAmong(row, votes, acceptanceOf(row)),
    secured: facts.secured,
    askedBefore: facts.askedBefore,
    outside: await outsideOfPlan(q, row),
    warnings: facts.warnings,
    planPosted: row.planPostedAt !== null,
    expiresAt: row.expiresAt ?? undefined,
    stoppedBy: row.stoppedBy ?? undefined,
    problem: problemOf(row),
    stillOwned: await stillOwned(ctx, row, facts.from),
    domoUrl: ctx.domoUrl ?? urlOf(row.customer),
    reading: wanted && (await ctx.catalog.reading()),
    minutesLeft: row.startedAt === null ? undefined : minutesLeft(counts, row.startedAt, ctx.now()),
    card: card && { channel: card.channel, ts: card.ts },
    questions: (await questionsOn(q, row.id)).map(asQuestion),
    origin: await originOf(ctx, row),
    followUps: await followUps(ctx, row.id),
    createdAt: row.createdAt,
    startedAt: row.startedAt ?? undefined,
    settledAt: row.settledAt ?? undefined,
  };
}

/** What a hand-over that is being prepared is about, as the form and the local copy have it. */
async function askedFor(
  ctx: Context,
  row: RequestRow,
): Promise<{ from?: Owner | undefined; to?: Owner | undefined; total?: number | undefined } | undefined> {
  if (row.state !== 'preparing') return undefined;
  const form = readForm(row.form);
  if (form.kind !== 'owner') return undefined;
  const [from, to] = await ctx.catalog.owners([form.fromId, form.toId]);
  const { datasets } = form;
  return {
    from,
    to,
    total: datasets.which === 'some' ? datasets.ids.length : datasets.which === 'all' ? from?.datasets : undefined,
  };
}

export function asQuestion({ id, asker, text, askedAt, answer, answeredAt }: QuestionRow): QuestionView {
  const given = answer === null || answeredAt === null ? undefined : { text: answer, at: answeredAt };
  return { id, asker, text, askedAt, answer: given };
}

async function originOf(ctx: Context, { originId, originPurpose }: RequestRow): Promise<LinkedRequest | undefined> {
  const origin = originId === null ? undefined : await findRequest(ctx.database.db, originId);
  return origin && linked(ctx, { ...origin, purpose: originPurpose ?? 'again' });
}

async function followUps(ctx: Context, requestId: string): Promise<LinkedRequest[]> {
  const found: LinkedRequest[] = [];
  for (const each of await followUpsOf(ctx.database.db, requestId)) {
    found.push(await linked(ctx, { ...each, purpose: each.purpose ?? 'again' }));
  }
  return found;
}

async function linked(
  ctx: Context,
  { id, number, state, purpose }: Pick<RequestRow, 'id' | 'number' | 'state'> & { purpose: FollowUpPurpose },
): Promise<LinkedRequest> {
  const card = await cardOf(ctx.database.db, id);
  return { number, state, purpose, link: card && (await ctx.notifier.linkTo(card)) };
}

/** What the outgoing owner has left. Undefined of one who gave back what they had been given: the rest is their own. */
async function stillOwned(ctx: Context, row: RequestRow, from: Owner | undefined): Promise<number | undefined> {
  if (from === undefined || isOpen(row.state) || (await isUndo(ctx, row))) return undefined;
  return ctx.catalog.ownedCount(from.id);
}

/** What stands in the way of it: while it waits for votes, first of all that nobody can see its card. */
export function problemOf({ state, problem, cardRefusal }: RequestRow): string | undefined {
  if (state !== 'pending' || cardRefusal === null) return problem ?? undefined;
  return `No one can approve this yet, because I can't post its card. ${cardRefusal}`;
}

/** Whether it undoes an earlier request, or does once more what failed of that. */
async function isUndo(ctx: Context, { originId, originPurpose }: RequestRow): Promise<boolean> {
  if (originPurpose !== 'retry' || originId === null) return originPurpose === 'undo';
  const origin = await findRequest(ctx.database.db, originId);
  return origin !== undefined && isUndo(ctx, origin);
}

/** From the plan; before there is one, from the form and the catalog. */
async function schemaDataset(ctx: Context, row: RequestRow, item?: ShownItem): Promise<RequestView['dataset']> {
  if (row.kind !== 'schema') return undefined;
  if (item !== undefined) {
    const { datasetId, datasetName, alike } = item;
    return { id: datasetId, name: datasetName, alike, owner: readFacts(row.facts).datasetOwner };
  }
  const form = readForm(row.form);
  if (form.kind !== 'schema') return undefined;
  const { datasetId: id } = form;
  return { id, name: (await ctx.catalog.dataset(id))?.name ?? id };
}

export function asItemView(item: ShownItem): ItemView {
  const { datasetId, datasetName, alike, pdp, change, door, byHandAt, state, reason, settledAt } = item;
  return {
    datasetId,
    datasetName,
    alike,
    pdp,
    change,
    door,
    byHand: byHandAt !== null,
    state,
    reason: reason ?? undefined,
    settledAt: settledAt ?? undefined,
  };
}

/** What people call those whom a rule names. */
export function approverNames(ctx: Context, rule: StaffedRule): Promise<string[]> {
  return namesOf(ctx, rule.approvers, rule.stewards);
}

/** What people call these people and groups. */
async function namesOf(ctx: Context, ids: string[], stewards: Steward[]): Promise<string[]> {
  const names = await Promise.all(
    [...new Set(ids)].map((id) =>
      id.startsWith('S')
        ? ctx.directory.groupName(id)
        : stewards.find(({ person }) => person.slackId === id)?.person.name,
    ),
  );
  return names.filter((name) => name !== undefined);
}

/** Where people open an instance of this name; undefined before it is known, and of a name that is no host's. */
function urlOf(customer: string): string | undefined {
  return /^[a-z0-9-]+$/i.test(customer) ? `https://${customer}.domo.com` : undefined;
}

/** How far the votes are. Only an open, frozen request has rules that still matter. */
async function tally(
  ctx: Context,
  row: RequestRow,
  asOf: 'now' | 'stored',
  votes: Vote[],
  calls: string[] | undefined,
): Promise<Pick<RequestView, 'rules' | 'allAway' | 'votes' | 'excluded' | 'acceptance' | 'mentioned'>> {
  if (asOf === 'stored' || row.fingerprint === null || row.state !== 'pending') {
    return { rules: [], votes, excluded: [], acceptance: answered(acceptanceOf(row)), mentioned: [] };
  }
  const voted = votes.map(({ voter }) => voter.slackId);
  // Those whom the card calls are named first.
  const mentioned = calls ?? (await mentionedOn(ctx.database.db, row.id));
  const { rules, parties, slot } = await electorateOf(ctx, row, voted, {
    able: shownAble,
    turn: (id) => (mentioned.includes(id) ? 0 : 1),
  });
  const count = countVotes(votes, rules, parties, row.fingerprint);
  const voids = new Map(count.votes.map((each) => [each.vote.voter.slackId, each.void]));
  const voters = new Set(count.votes.flatMap(({ vote, void: why }) => (why ? [] : [vote.voter.slackId])));
  return {
    rules: await Promise.all(
      rules.map(async (rule, at): Promise<RuleView> => {
        const { eligible, excluded } = eligibleFor(rule, parties);
        const able = eligible.map(({ person }) => person).filter(({ slackId }) => !voters.has(slackId));
        return {
          name: rule.name,
          approvers: rule.approvers,
          approverNames: await approverNames(ctx, rule),
          fallbackNames: await namesOf(ctx, rule.fallback, eligible),
          needed: rule.approvals,
          given: count.rules[at]?.given ?? 0,
          able: able.slice(0, shownAble),
          // Whoever was not looked up counts as able to approve: a group of hundreds is never looked up whole.
          ableCount: able.length + rule.members.length - eligible.length - excluded.length,
          notLookedUp: rule.members.length - eligible.length - excluded.length,
        };
      }),
    ),
    allAway: row.allAwayAt === null ? undefined : await allAwayOf(ctx, row),
    votes: votes.map((vote): VoteView => {
      const why = voids.get(vote.voter.slackId);
      return { ...vote, void: why && voidReason(why) };
    }),
    excluded: rules.flatMap((rule) => eligibleFor(rule, parties).excluded),
    acceptance: acceptanceIn(slot, row.fingerprint),
    mentioned,
  };
}

/** What is known of the incoming owner's answer where it is not counted. */
export function answered(given: Acceptance | undefined): AcceptanceView | undefined {
  return given && { state: given.choice === 'accept' ? 'accepted' : 'declined', given };
}

function acceptanceIn(slot: Slot, fingerprint: string): AcceptanceView | undefined {
  const state = slotState(slot, fingerprint);
  if (state === 'not_wanted') return answered(slot.given);
  const why = voidAcceptance(slot, fingerprint);
  return { state, given: slot.given, void: why && voidAcceptanceReason(why) };
}
