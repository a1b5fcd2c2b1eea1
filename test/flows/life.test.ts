import { addLeavers, approve, approveUntil, askAndSee, auditLines, firstLeaver } from '../support/requests.ts';
import { ended, sharedSteward } from '../support/steward.ts';
import { answerAsSophie, askRequester } from '../support/talk.ts';

const hour = 60 * 60_000;
const policy =
  'channel: C0123456789\napprovers: [S0123456789]\napprovals: 2\nremind_after: [4h]\nfallback_approvers: [U0CARL00001]\nescalate_after: 5h\n';
let later = 0;

const steward = sharedSteward({
  policy,
  world: (world) => {
    addLeavers(world, 2, 2);
    world.addUser({ id: 3001, name: 'New Owner' });
  },
  overrides: { now: () => new Date(Date.now() + later) },
});

type Shown = Awaited<ReturnType<typeof askAndSee>>['card'];

async function lifeUnderDetails(card: Shown, who = 'emmy'): Promise<string> {
  const person = steward.slack.as(who);
  await person.closeModal('all');
  await person.press(person.now(card), 'Details');
  const { text } = await person.dismiss(/What happened/);
  return text.slice(text.indexOf('What happened'));
}

test('the whole life of a request stands under Details, in UTC too, with votes that are in no table any more', async () => {
  const { slack } = steward;
  const [emmy, ada] = [slack.as('emmy'), slack.as('ada')];
  const { card, number } = await askAndSee(steward, { from: firstLeaver, to: 3001 });
  await askRequester(steward, card, 'Who feeds <!channel> it?');
  await answerAsSophie(steward, number, 'A connector.');
  await approveUntil(steward, card, /1 of 2/, 'emmy');
  await emmy.press(emmy.now(card), 'Details');
  await emmy.modal();
  await emmy.pressInModal('Take back my vote', { confirm: true });
  await emmy.dismiss(/0 of 2/);
  later += 6 * hour;
  await steward.restart();
  await slack.workspace.until(() => /fallback: Carl/.test(emmy.now(card).text) || undefined);
  await emmy.press(emmy.now(card), 'Details');
  await emmy.modal();
  await emmy.pressInModal('Approve…');
  await emmy.modal(/Approve #/);
  await emmy.fill('Comment', 'Fine now');
  await emmy.submit();
  await emmy.closeModal('all');
  // Whoever approved and is no steward when it begins does not count.
  await steward.restart({ policy: `${policy}paused: true\n` });
  await approve(steward, card, 'ada');
  await ada.seesChange(card, /Paused/);
  await steward.restart({ policy: policy.replace('[S0123456789]', '[U0ADA000001, U0CARL00001]') });
  await emmy.seesChange(card, /on a recount/);
  await approve(steward, card, 'carl');
  const done = await ada.seesChange(card, ended({ verified: 2 }));
  const life = await lifeUnderDetails(done, 'ada');
  const when = /\d{4}-\d\d-\d\d \d\d:\d\d UTC \(.*?\) · /.source;
  const lines = [
    'Requested by Sophie Germain',
    'Plan ready, stewards asked',
    'Emmy Noether asked: “Who feeds <!channel> it\\?”',
    'Sophie Germain answered: “A connector.”',
    'Approved by Emmy Noether \\(rule: every change\\)',
    'Emmy Noether took back their vote',
    'Fallback approvers asked too \\(rule: every change\\)',
    'Reminder sent',
    'Approved by Emmy Noether: “Fine now” \\(rule: every change\\)',
    'Approved by Ada Lovelace \\(rule: every change\\)',
    'All approvals are in',
    "Waiting again: Not applied: on a recount there weren't enough valid approvals: Emmy Noether \\(no longer a steward\\)\\.",
    'Approved by Carl Friedrich Gauss \\(rule: every change\\)',
    'All approvals are in',
    'Started, after counting the votes again\\. Not counted: Emmy Noether \\(no longer a steward\\)',
    '✅ Changed and checked · 2 changed and checked',
  ];
  expect(life).toMatch(new RegExp(lines.map((line) => when + line).join('\n')));
  expect(life).toContain('Emmy Noether · emmy@example.com · Domo ID 32 · U0EMMY00001');
  const [reference] = /(?<= audit )[0-9a-f]{7}/.exec(life) ?? [];
  const entry = (await auditLines(steward)).find(({ hash }) => hash.startsWith(String(reference)));
  expect(entry).toMatchObject({ event: 'request_applied', number });
  // Who only reads the card reads the same, without what it can be checked by.
  const outside = await lifeUnderDetails(done, 'blaise');
  expect(outside).toMatch(new RegExp(lines.map((line) => when + line).join('\n')));
  expect(outside).not.toMatch(/@example\.com|policy [0-9a-f]|audit [0-9a-f]|U0EMMY/);
});

test('what ended by itself says how, and by whom', async () => {
  const sophie = steward.slack.as('sophie');
  const { card } = await askAndSee(steward, { from: firstLeaver + 1, to: 3001 });
  await sophie.press(sophie.now(card), 'Details');
  await sophie.modal();
  await sophie.pressInModal('Withdraw', { confirm: true });
  await sophie.seesChange(card, /Withdrawn/);
  expect(await lifeUnderDetails(card, 'sophie')).toMatch(
    /Plan ready, stewards asked\n.* · ❌ Withdrawn by Sophie Germain/,
  );
});
