import fc from 'fast-check';
import { memberOf } from '../../src/slack/member.ts';

const ours = 'T0OURS';
const whole = {
  id: 'U1',
  name: 'ada',
  team_id: ours,
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  profile: { real_name: 'Ada Lovelace', email: 'ada@example.com' },
};

function membership(changes: object): string {
  return memberOf('U1', { ...whole, ...changes }, ours).membership;
}

test('a full member is known by name and e-mail', () => {
  const known = { slackId: 'U1', name: 'Ada Lovelace', email: 'ada@example.com', membership: 'member' };
  expect(memberOf('U1', whole, ours)).toEqual({ ...known, away: false });
});

test('where they live, and whether their status says that they are away', () => {
  const of = (changes: object) => {
    const { timeZone, away } = memberOf('U1', { ...whole, ...changes }, ours);
    return [timeZone, away];
  };
  expect(of({ tz: 'Europe/Berlin', profile: { status_emoji: ':palm_tree:' } })).toEqual(['Europe/Berlin', true]);
  expect(of({ tz: 'Nowhere/Else', profile: { status_text: 'Out of office until Monday' } })).toEqual([undefined, true]);
  expect(of({ tz: 5, profile: { status_text: 'Giving a talk', status_emoji: ':coffee:' } })).toEqual([
    undefined,
    false,
  ]);
});

test.each([
  ['of another workspace', { team_id: 'T0OTHER' }, 'stranger'],
  ['of no workspace that is named', { team_id: undefined }, 'unclear'],
  [
    'of several workspaces, ours among them',
    { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER', ours] } },
    'member',
  ],
  ['of the organization, and not of our workspace', { enterprise_user: { teams: ['T0OTHER'] } }, 'stranger'],
  ['of the organization, and of no workspace', { enterprise_user: { teams: [] } }, 'stranger'],
  ['of ours by an older record', { team_id: undefined, teams: [ours] }, 'member'],
  ['of another one by an older record', { teams: ['T0OTHER'] }, 'stranger'],
  ['a guest', { is_restricted: true }, 'guest'],
  ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
  ['perhaps a guest', { is_restricted: undefined }, 'unclear'],
  ['perhaps a guest of one channel', { is_ultra_restricted: null }, 'unclear'],
  ['deactivated', { deleted: true, is_restricted: undefined, is_ultra_restricted: undefined }, 'deactivated'],
  ['a bot', { is_bot: true }, 'bot'],
  ['invited, and not here yet', { is_invited_user: true }, 'unclear'],
  ['unknown to the app', { is_stranger: true }, 'stranger'],
])('someone %s', (_, changes, expected) => {
  expect(membership(changes)).toBe(expected);
});

test.each([
  [{ profile: null }, 'ada', undefined],
  [{ profile: { email: null, real_name: null }, real_name: 'Ada L.' }, 'Ada L.', undefined],
  [{ profile: { email: 5, real_name: 'Ada' }, real_name: null }, 'Ada', undefined],
  [{ profile: {}, real_name: null, name: null }, 'U1', undefined],
])('an odd record still has a name: %j', (changes, name, email) => {
  expect(memberOf('U1', { ...whole, ...changes }, ours)).toMatchObject({ name, email, membership: 'member' });
});

test('no record whatever stops anybody, and only one that says so in all respects is a member', () => {
  const teams = fc.oneof(fc.constantFrom([ours], ['T0OTHER'], []), fc.jsonValue());
  const oddly = fc.record(
    {
      deleted: fc.oneof(fc.boolean(), fc.jsonValue()),
      is_bot: fc.oneof(fc.boolean(), fc.jsonValue()),
      is_restricted: fc.oneof(fc.boolean(), fc.jsonValue()),
      is_ultra_restricted: fc.oneof(fc.boolean(), fc.jsonValue()),
      team_id: fc.oneof(fc.constantFrom(ours, 'T0OTHER'), fc.jsonValue()),
      teams,
      enterprise_user: fc.oneof(fc.record({ teams }), fc.jsonValue()),
      profile: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), oddly), (found) => {
      const member = memberOf('U1', found, ours);
      const full = { is_restricted: false, is_ultra_restricted: false };
      if (member.membership === 'member') expect(found).toMatchObject(full);
      return member.name !== '';
    }),
  );
});
