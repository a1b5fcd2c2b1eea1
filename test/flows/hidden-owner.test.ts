import { sql } from 'drizzle-orm';
import type { SeenMessage } from '../../sandbox/slack/person/types.ts';
import { addLeavers, approve, approveUntil, askAndSee, refusedApproval } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';

/*
 * Somebody writes beside the app into the catalog's copy of Domo's users, so that it takes a steward for somebody else than
 * they are in Domo: the app asks Domo before it begins.
 */

const [emmy, ada, carl] = ['U0EMMY00001', 'U0ADA000001', 'U0CARL00001'];
const [gauss, support] = [28, 27];
const [outgoing, incoming, requested, twice, doubled, honest, moved, cutOff, stopped, forThemself, inTheirStead] = [
  2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011,
];

const steward = sharedSteward({
  world: (world) => {
    addLeavers(world, 11, 1);
    world.addUser({ id: outgoing, name: 'Leaver at work', email: 'lea@example.com' });
    // Domo itself has two with Johann's email: one of them gets a dataset.
    world.addUser({ id: 90, name: 'Johann at home', email: 'johann@example.com' });
  },
  workspace: (workspace) => {
    workspace.person('blaise').email = 'lea@example.com';
  },
});

afterEach(() => steward.domo.faults.clear());

const underPolicy = (...lines: string[]) =>
  steward.restart({ policy: ['channel: C0123456789', ...lines, ''].join('\n') });

/** By a trigger, so that no reading of Domo puts it right: these emails are whose the copy says they are. */
async function misname(emails: Record<number, string>, ...policy: string[]): Promise<void> {
  await steward.stop();
  const cases = Object.entries(emails).map(([id, email]) => `when ${id} then '${email}'`);
  await steward.inDatabase(async ({ db }) => {
    await db.execute(
      sql.raw(`create or replace function misname() returns trigger language plpgsql as $$
        begin new.email := case new.id ${cases.join(' ')} else new.email end; return new; end $$`),
    );
    await db.execute(sql`drop trigger if exists misname on domo_users`);
    await db.execute(
      sql`create trigger misname before insert or update on domo_users for each row execute function misname()`,
    );
    await db.execute(sql`update domo_users set role = role`);
  });
  await steward.start({ policy: ['channel: C0123456789', ...policy, ''].join('\n') });
}

function domoUser(id: number): { email: string } {
  const user = steward.domo.world.user(id);
  if (user === undefined) throw new Error(`Domo has no user ${id}`);
  return user;
}

async function rightNames(): Promise<void> {
  await steward.stop();
  await steward.inDatabase(({ db }) => db.execute(sql`drop trigger if exists misname on domo_users`));
}

async function expectBack(card: SeenMessage, why: RegExp, leaver: number): Promise<void> {
  const back = await steward.slack.as('emmy').seesChange(card, /enough valid approvals/);
  expect(back.text).toMatch(why);
  expect(steward.domo.world.ownedBy(leaver)).toHaveLength(1);
}

describe('a steward whom the copy takes for somebody else', () => {
  afterEach(rightNames);

  test('is the new owner: their approval is no approval', async () => {
    await misname({ [gauss]: 'hidden@example.com', [support]: 'carl@example.com' }, `approvers: [${carl}]`);
    const { card } = await askAndSee(steward, { from: incoming, to: gauss, by: 'sophie' });
    await approve(steward, card, 'carl');
    await expectBack(card, /Carl Friedrich Gauss \(/, incoming);
  });

  test('is the current owner: the same', async () => {
    await misname({ [outgoing]: 'hidden@example.com', [support]: 'lea@example.com' }, 'approvers: [U0BLAISE001]');
    const { card } = await askAndSee(steward, { from: outgoing, by: 'sophie' });
    await approve(steward, card, 'blaise');
    await expectBack(card, /Blaise Pascal \(/, outgoing);
  });

  test('is the requester by another account: the same', async () => {
    await misname({ 31: 'hidden@example.com' }, `approvers: [${ada}]`, `people: { ${ada}: 31 }`);
    const { card } = await askAndSee(steward, { from: requested, by: 'sophie' });
    await approve(steward, card, 'ada');
    await expectBack(card, /Ada Lovelace \(the requester's Domo user\)/, requested);
  });

  test('is another steward by another account: that is one approval', async () => {
    const policy = [`approvers: [${emmy}, ${ada}]`, 'approvals: 2', `people: { ${ada}: 32 }`];
    await misname({ 32: 'hidden@example.com', [support]: 'emmy@example.com' }, ...policy);
    const { card } = await askAndSee(steward, { from: twice, by: 'sophie' });
    await approve(steward, card, 'ada');
    await approveUntil(steward, card, /enough valid approvals/, 'emmy');
    expect(steward.domo.world.ownedBy(twice)).toHaveLength(1);
  });

  test('is one of two whom Domo has with that email, the new owner: the same', async () => {
    await misname({ 36: 'hidden@example.com' }, 'approvers: [U0JOHANN001]');
    const { card } = await askAndSee(steward, { from: doubled, to: 36, by: 'sophie' });
    await approve(steward, card, 'johann');
    await expectBack(card, /Johann Bernoulli \(several Domo users have their email/, doubled);
  });
});

describe('a new owner who must accept', () => {
  const policy = [`approvers: [${emmy}]`, 'require_acceptance: true'];

  afterEach(rightNames);

  test('and whom the copy takes for the requester: nobody has accepted by asking', async () => {
    await misname({ [gauss]: 'sophie@example.com', 31: 'hidden@example.com' }, ...policy);
    const { card } = await askAndSee(steward, { from: forThemself, to: gauss, by: 'sophie' });
    expect(card.text).toContain('accepted by asking');
    await approveUntil(steward, card, /needs the new owner to accept, and Carl Friedrich Gauss hasn't yet/, 'emmy');
    expect(steward.domo.world.ownedBy(forThemself)).toHaveLength(1);
  });

  test('and whom the copy takes for somebody who accepts: that is no acceptance', async () => {
    const blaise = steward.slack.as('blaise');
    await underPolicy(...policy);
    const { card } = await askAndSee(steward, { from: inTheirStead, to: gauss, by: 'sophie' });
    await misname({ [gauss]: 'lea@example.com', [outgoing]: 'hidden@example.com' }, ...policy);
    await blaise.press(blaise.now(card), 'Details');
    await blaise.modal();
    await blaise.pressInModal('Accept');
    await blaise.dismiss(/Accepted by Blaise Pascal/);
    await approveUntil(
      steward,
      card,
      /Blaise Pascal's acceptance doesn't count \(no longer the new owner's account\)/,
      'emmy',
    );
    expect(steward.domo.world.ownedBy(inTheirStead)).toHaveLength(1);
  });
});

test('what Domo shows then is what the next vote goes by', async () => {
  await underPolicy(`approvers: [${carl}, ${emmy}]`);
  const { card } = await askAndSee(steward, { from: moved, to: 31, by: 'ada' });
  domoUser(gauss).email = 'carl@elsewhere.example';
  await approve(steward, card, 'carl');
  await expectBack(card, /Carl Friedrich Gauss \(no Domo user has their email/, moved);
  expect(await refusedApproval(steward, card, 'carl')).toMatch(/No active Domo user has your Slack email/);
  domoUser(gauss).email = 'carl@example.com';
  await approveUntil(steward, card, { verified: 1 }, 'emmy');
});

describe('while Domo does not say who people are', () => {
  beforeEach(() => underPolicy(`approvers: [${emmy}]`));

  test('nothing begins, the card says why, and it goes on by itself', async () => {
    const { domo } = steward;
    const { card } = await askAndSee(steward, { from: honest });
    const away = domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
    await approveUntil(steward, card, /Paused: Domo isn't responding/);
    away.remove();
    await steward.slack.as('emmy').seesChange(card, ended({ verified: 1 }));
  });

  test('one whom it refuses to show is nobody', async () => {
    const { domo } = steward;
    const { card } = await askAndSee(steward, { from: cutOff });
    domo.faults.add({ kind: 'status', status: 403 }, { path: '/v1/users' });
    await approve(steward, card);
    await expectBack(card, /Emmy Noether \(no Domo user has their email/, cutOff);
  });

  test('Stop is heard', async () => {
    const { slack, domo } = steward;
    const { card } = await askAndSee(steward, { from: stopped });
    domo.faults.add({ kind: 'status', status: 503 }, { path: '/v1/users' });
    await approveUntil(steward, card, /Paused: Domo isn't responding/);
    await slack.as('sophie').press(slack.as('sophie').now(card), 'Stop', { confirm: true });
    await slack.as('emmy').seesChange(card, ended({ stopped: 1 }));
  });
});
