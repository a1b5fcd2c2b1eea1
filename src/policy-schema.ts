import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { QuietHours } from './change/quiet-hours.ts';
import { compareRisks } from './change/risk-order.ts';
import { kinds, type Policy, type Rule, risks } from './change/types.ts';
import type { RuleOwner } from './change/votes/conditions.ts';
import { defaultRule, rulesFor } from './change/votes/rules.ts';

const day = 86_400_000;
const units: Record<string, number> = { d: day, h: 3_600_000, m: 60_000, s: 1000 };
const longest = 366 * day;

const durationError = 'must be a time such as 7d, 4h, 30m or 15s (at most 366d).';
const duration = z
  .string(durationError)
  .regex(/^(\d{1,9}[dhms])( ?\d{1,9}[dhms])*$/, { error: durationError, abort: true })
  .transform((text) =>
    [...text.matchAll(/(\d+)([dhms])/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
      0,
    ),
  )
  .refine((ms) => ms > 0 && ms <= longest, durationError);

const durations = z
  .array(duration, 'must be a list of times, such as [4h, 24h].')
  .transform((times) => times.toSorted((a, b) => a - b));

const id = (shape: RegExp, what: string) => {
  const error = `must be ${what}. In Slack: open it, then its menu, "Copy … ID" or "About".`;
  return z.string(error).regex(shape, error);
};
const channel = id(/^[CG][A-Z0-9]{8,}$/, 'the id of a channel, such as C0123456789, not its name');
const approver = id(
  /^[SUW][A-Z0-9]{8,}$/,
  'the id of a Slack user group (S0123456789) or a person (U0123456789), not a name',
);
const personId = /^[UW][A-Z0-9]{8,}$/;

const listError = 'must be a list of Slack user groups and people, with at least one: [S0123456789, U0123456789].';
const people = z
  .array(approver, listError)
  .min(1, listError)
  .transform((ids) => [...new Set(ids)]);

const anyPeople = z
  .array(approver, 'must be a list of Slack user groups and people: [S0123456789, U0123456789].')
  .default([])
  .transform((ids) => [...new Set(ids)]);

const quietError = 'must be two times of a day: 20:00-08:00.';
/** In minutes after midnight. */
const quietHours = z
  .string(quietError)
  .regex(/^([01]\d|2[0-3]):[0-5]\d ?- ?([01]\d|2[0-3]):[0-5]\d$/, { error: quietError, abort: true })
  .transform((text) => {
    const [from = 0, to = 0] = [...text.matchAll(/(\d\d):(\d\d)/g)].map(([, h, m]) => Number(h) * 60 + Number(m));
    return { from, to };
  });

const zoneError = 'must be the name of a time zone, such as Europe/Berlin or UTC.';
const timeZone = z.string(zoneError).refine((name) => IANAZone.isValidZone(name), zoneError);

const whole = 'must be a whole number, 1 or more.';
const count = z.int(whole).min(1, whole);

const choice = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be one of: ${values.join(', ')}.`);

const patternError = 'must be a dataset name, where * stands for any characters: "Finance*".';
const owners = z.array(
  z.union([z.int().positive(), z.string().regex(/^group:[1-9]\d*$/)]),
  'must be a list of Domo IDs, of users (27) or groups (group:77).',
);

const when = z
  .strictObject(
    {
      kind: choice(kinds).optional(),
      risk: choice(risks).optional(),
      items: count.optional(),
      datasets: z.string(patternError).trim().min(1, patternError).max(255, patternError).optional(),
      owners: owners.min(1, 'must name at least one owner.').optional(),
      uses: count.optional(),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type'
          ? 'must be conditions: { kind, risk, items, datasets, owners, uses }.'
          : undefined,
    },
  )
  .refine((found) => found.risk === undefined || found.kind !== 'owner', {
    error: 'only schema changes have a risk: this rule would never apply.',
    path: ['risk'],
  })
  .refine((found) => found.items === undefined || found.kind !== 'schema', {
    error: 'only owner changes are counted in items: this rule would never apply.',
    path: ['items'],
  })
  .refine((found) => found.items === undefined || found.risk === undefined, {
    error: 'risk is for schema changes and items for owner changes: this rule would never apply.',
    path: ['items'],
  });

const nameError = 'must be a name, which the card shows.';
const yesOrNo = z.boolean('must be true or false.');
/** Whether these conditions can hold for an owner change. */
const ownersToo = ({ kind, risk }: z.infer<typeof when>) => kind !== 'schema' && risk === undefined;
const rule = z
  .strictObject({
    name: z
      .string(nameError)
      .trim()
      .min(1, nameError)
      .refine(
        // It would take the place of the policy's own numbers.
        (name) => name !== defaultRule,
        `"${defaultRule}" is what applies where no rule does: choose another name.`,
      ),
    when: when.default({}),
    approvers: people.optional(),
    approvals: count.optional(),
    require_acceptance: yesOrNo.optional(),
    expire_after: duration.optional(),
  })
  .refine((found) => !found.require_acceptance || ownersToo(found.when), {
    error: 'only owner changes have a new owner who can accept: no one would ever be asked.',
    path: ['require_acceptance'],
  });

const rules = z.array(rule, 'must be a list of rules.').superRefine((list, context) => {
  list.forEach(({ name }, index) => {
    // Rules are told apart by their names, so of two that share one only the later would count.
    if (list.findIndex((other) => other.name === name) === index) return;
    context.addIssue({ code: 'custom', path: [index, 'name'], message: `there is another rule named "${name}".` });
  });
});

/** The shape of `policy.yml`, with its defaults; gives a Policy but for its text and hash. */
export const policySchema = z
  .strictObject(
    {
      channel,
      requesters: z
        .union([z.literal('members'), people], 'must be "members" or a list of Slack IDs.')
        .default('members'),
      approvers: people,
      approvals: count.default(1),
      require_acceptance: yesOrNo.default(false),
      auditors: anyPeople,
      fallback_approvers: anyPeople,
      escalate_after: duration.default(day),
      quiet_hours: quietHours.optional(),
      quiet_weekends: yesOrNo.default(false),
      time_zone: timeZone.default('UTC'),
      paused: yesOrNo.default(false),
      by_hand: anyPeople,
      by_hand_within: duration.default(14 * day),
      owners_may_approve: choice(['none', 'outgoing', 'incoming', 'both']).default('none'),
      rules: rules.default([]),
      expire_after: duration.default(7 * day),
      remind_after: durations.default([4 * 3_600_000, day]),
      recheck_after: z
        .union([duration.transform((time) => [time]), durations], 'must be a time, or a list of times: [24h, 7d].')
        .default([day, 7 * day]),
      people: z
        .record(
          z.string().regex(personId),
          z.union([z.int().positive(), z.literal('none')], 'must be the number of a Domo user, or none.'),
          {
            error: (issue) =>
              issue.code === 'invalid_key'
                ? 'must be the id of a person in Slack, such as U0123456789.'
                : 'must be a table: { U0123456789: 27, U0987654321: none }.',
          },
        )
        .default({}),
    },
    {
      error: (issue) =>
        issue.code === 'invalid_type' ? 'must be settings, one per line; see policy.example.yml.' : undefined,
    },
  )
  .transform((found) => ({
    channel: found.channel,
    requesters: found.requesters,
    approvers: found.approvers,
    approvals: found.approvals,
    requireAcceptance: found.require_acceptance,
    auditors: found.auditors,
    fallbackApprovers: found.fallback_approvers,
    escalateAfter: found.escalate_after,
    quietHours: quietOf(found.quiet_hours, found.quiet_weekends),
    timeZone: found.time_zone,
    paused: found.paused,
    byHand: found.by_hand.length > 0 ? found.by_hand : found.approvers,
    byHandWithin: found.by_hand_within,
    ownersMayApprove: found.owners_may_approve,
    rules: found.rules.map(
      (each): Rule => ({
        name: each.name,
        when: each.when,
        approvers: each.approvers ?? found.approvers,
        approvals: each.approvals ?? found.approvals,
        requireAcceptance: each.require_acceptance ?? found.require_acceptance,
        expireAfter: each.expire_after ?? found.expire_after,
      }),
    ),
    expireAfter: found.expire_after,
    remindAfter: found.remind_after,
    recheckAfter: found.recheck_after,
    people: found.people,
  }))
  .superRefine((policy, context) => {
    policy.rules.forEach((each, index) => {
      const problem = fallsWithRisk(policy, each);
      if (problem === undefined) return;
      context.addIssue({ code: 'custom', path: ['rules', index, 'approvals'], message: problem });
    });
  });

function quietOf(hours: { from: number; to: number } | undefined, weekends: boolean): QuietHours | undefined {
  if (hours === undefined && !weekends) return undefined;
  return { ...(hours ?? { from: 0, to: 0 }), weekends };
}

/** Why this rule may not stand: where it is found, a worse risk would need fewer approvals than a lesser one. */
function fallsWithRisk(
  policy: Pick<Policy, 'rules' | 'approvers' | 'approvals' | 'requireAcceptance' | 'expireAfter' | 'fallbackApprovers'>,
  { when }: Rule,
): string | undefined {
  const { risk: least } = when;
  if (least === undefined) return undefined;
  const [owner] = when.owners ?? [];
  const needed = risks.map((risk) => {
    const items = [{ datasetName: when.datasets ?? '', risk }];
    const found = rulesFor(policy, { kind: 'schema', items, owner: ownerOf(owner), ownerItems: 0, uses: when.uses });
    return { risk, approvals: Math.max(...found.map(({ approvals }) => approvals)) };
  });
  const most = (some: typeof needed) => Math.max(...some.map(({ approvals }) => approvals));
  const at = most(needed.filter(({ risk }) => risk === least));
  const before = most(needed.filter(({ risk }) => compareRisks(risk, least) < 0));
  if (at >= before) return undefined;
  return `a change of a lesser risk needs ${before} approvals, so this must ask for at least as many.`;
}

/** Somebody whom no other rule names, unless this one names an owner. */
function ownerOf(named: number | string | undefined): RuleOwner {
  if (typeof named === 'string') return { id: Number(named.slice('group:'.length)), type: 'group' };
  return { id: named ?? 0, type: 'user' };
}

/** What may stand in `policy.yml`, as JSON Schema for editors; `parsePolicy` also knows what such a schema cannot say. */
export function policyJsonSchema(): string {
  const schema = { title: "Domo Steward's policy", ...z.toJSONSchema(policySchema, { io: 'input' }) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
