import { eq, sql } from 'drizzle-orm';
import type { DatasetEdit } from '../../sandbox/domo/world.ts';
import { datasets } from '../../src/store/tables.ts';
import { besideApp } from '../support/beside-app.ts';
import { addLeavers, approveUntil, askAndSee, auditLines, datasetOf, firstLeaver } from '../support/requests.ts';
import { sharedSteward } from '../support/steward.ts';
import { until } from '../support/until.ts';

/** The one that is handed over; the others have one request each that is open. */
const [done, open, rejected] = [firstLeaver, firstLeaver + 1, firstLeaver + 2];
const numbers = new Map<number, number>();

const steward = sharedSteward({ world: (world) => addLeavers(world, 3, 1) });

beforeAll(async () => {
  const { slack } = steward;
  for (const from of [done, open, rejected]) {
    const { card, number } = await askAndSee(steward, { from, ...(from === open && { reason: '=1+1' }) });
    numbers.set(from, number);
    if (from === done) {
      await approveUntil(steward, card, /changed and checked/);
    }
    if (from === rejected) {
      await slack.as('ada').press(card, 'Reject');
      await slack.as('ada').modal();
      await slack.as('ada').fill('Reason', 'She is back <!here>');
      await slack.as('ada').submit();
      await slack.as('emmy').seesChange(card, /Rejected by Ada/);
    }
  }
});

/** What the command is answered, of the whole that `start` begins. */
async function answer(who: string, line: string, start: RegExp): Promise<string> {
  const person = steward.slack.as(who);
  return (await person.asks(line, start)).text;
}

const named = `Dataset 1 of ${done}`;
const ownersThen = `Leaver ${done} (${done}) → Carl Friedrich Gauss (28)`;

test('a steward reads who asked, who approved, when, what and under which rule, with what to check it by', async () => {
  const told = await answer('emmy', `/domo-schema history ${named}`, new RegExp(`${named}.* · 1 request`));
  expect(told).toMatch(new RegExp(`#${numbers.get(done)} · owner · \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC`));
  expect(told).toContain(ownersThen);
  expect(told).toContain('Requested by Sophie Germain, sophie@example.com');
  expect(told).toContain('approved by Emmy Noether, emmy@example.com');
  expect(told).toMatch(/rule: every change, policy [0-9a-f]{7}/);
  expect(told).toMatch(/Changed and checked in Domo, .* UTC.* · audit [0-9a-f]{7}/);
  const [reference] = /(?<=audit )[0-9a-f]{7}/.exec(told) ?? [];
  const entry = (await auditLines(steward)).find(({ hash }) => hash.startsWith(String(reference)));
  expect(entry).toMatchObject({ event: 'request_applied', number: numbers.get(done) });
});

test('people who only ask read names, and no e-mail or id of others', async () => {
  const told = await answer('carl', `/domo-owner history ${datasetOf(done, 1)}`, new RegExp(`${named}.* · 1 request`));
  expect(told).toContain(`Leaver ${done} → Carl Friedrich Gauss`);
  expect(told).toContain('approved by Emmy Noether');
  expect(told).not.toMatch(/@example\.com|audit [0-9a-f]|policy [0-9a-f]/);
  // Of what they asked for themselves they read it all.
  expect(await answer('sophie', `/domo-owner history "${named}"`, new RegExp(`${named}.* · 1 request`))).toContain(
    'emmy@example.com',
  );
});

test('what was rejected says by whom and why, letter by letter', async () => {
  const told = await answer('emmy', `/domo-owner history Dataset 1 of ${rejected}`, /rejected by/);
  expect(told).toContain('rejected by Ada Lovelace, ada@example.com: “She is back <!here>”');
});

test('the words of a rejection are for those who may open the request', async () => {
  const told = await answer('blaise', `/domo-owner history Dataset 1 of ${rejected}`, /rejected by/);
  expect(told).toContain('rejected by Ada Lovelace');
  expect(told).not.toContain('She is back');
  const own = await answer('sophie', `/domo-owner history Dataset 1 of ${rejected}`, /rejected by/);
  expect(own).toContain('She is back');
});

test.each([
  ['a mention', '@sophie', 'Sophie Germain'],
  ['an email', 'sophie@example.com', 'Sophie Germain'],
  ['a Domo ID', '31', 'Sophie Germain'],
  ['a name', 'Sophie Germain', 'Sophie Germain'],
])('a person is found by %s, with what they asked for', async (_, typed, name) => {
  const told = await answer('emmy', `/domo-owner history ${typed}`, new RegExp(`^(.*: )?${name} · 3 requests`, 'm'));
  expect(told).toContain(`#${numbers.get(open)}`);
});

test('a person is found in what they voted on, and in what they gave or got', async () => {
  expect(await answer('emmy', '/domo-owner history @ada', /Ada Lovelace · 1 request/)).toContain('rejected by Ada');
  expect(await answer('emmy', `/domo-owner history ${open}`, new RegExp(`Leaver ${open} · 1 request`))).toContain(
    'Waiting for approval',
  );
  await answer('emmy', '/domo-owner history 28', /Carl Friedrich Gauss · 3 requests/);
  await answer('emmy', '/domo-owner history 4711', /No requests for “Domo ID 4711” yet/);
});

test('a list is narrowed to whose, of what kind and since when', async () => {
  const mine = await answer('sophie', '/domo-owner list mine', /Your requests\n/);
  expect(mine.match(/#\d+ · Owner change/g)).toHaveLength(3);
  const opened = await answer(
    'sophie',
    '/domo-owner list open owner since 1d',
    /Open requests · owner changes · since/,
  );
  expect(opened.match(/#\d+ · Owner change/g)).toEqual([`#${numbers.get(open)} · Owner change`]);
  await answer('sophie', '/domo-owner list schema', /No request is open · schema changes/);
  await answer('sophie', '/domo-schema list to approve', /Nothing to approve/);
  expect(await answer('emmy', '/domo-schema list to approve', /To approve\n/)).toContain(`#${numbers.get(open)}`);
});

describe('as a file', () => {
  const history = (who: string) => steward.slack.as(who).sees('general', /Sophie Germain · 3 requests/);

  test('a steward gets a history with all that can be checked by it, and no formula in it', async () => {
    const emmy = steward.slack.as('emmy');
    await emmy.command('/domo-owner history @sophie');
    await emmy.press(await history('emmy'), 'Send me the CSV');
    await emmy.sees('general', /I sent you the CSV as a message/);
    const [file] = emmy.messages('dm').flatMap(({ files }) => files);
    expect(file?.name).toMatch(/^history-\d{4}-\d\d-\d\d\.csv$/);
    const rows = (file?.text ?? '').trim().split('\r\n');
    expect(rows).toHaveLength(4);
    const row = (from: number) => rows.find((each) => each.startsWith(`${numbers.get(from)},`)) ?? '';
    expect(row(done)).toMatch(
      new RegExp(
        `,owner,Changed and checked,2.*Z,Sophie Germain,sophie@example.com,U0SOPHIE001,Leaver ${done},${done},Carl Friedrich Gauss,28,,,1,`,
      ),
    );
    expect(row(done)).toMatch(
      /,"Emmy Noether, emmy@example.com",2.*Z,,,,,2.*Z,every change,[0-9a-f]{64},[0-9a-f]{64}$/,
    );
    expect(row(rejected)).toMatch(/,"Ada Lovelace, ada@example.com",2.*Z,She is back <!here>,,,,2.*Z,/);
    expect(row(open)).toMatch(/,Waiting for approval,.*,,,,,,,[0-9a-f]{64}$/);
    expect(row(open)).toContain(",'=1+1,");
  });

  test('and the log since some day', async () => {
    const ada = steward.slack.as('ada');
    await ada.press(await ada.asks('/domo-owner list since 1d', /Open requests and yours · since/), 'Send me the log');
    await ada.sees('general', /I sent you the CSV as a message/);
    const [file] = ada.messages('dm').flatMap(({ files }) => files);
    expect(file?.name).toMatch(/^audit-log-.*\.csv$/);
    const entries = await auditLines(steward);
    for (const { hash } of entries) expect(file?.text).toContain(hash);
  });

  test('which other people are not offered, nor sent', async () => {
    const { slack } = steward;
    const [carl, emmy] = [slack.as('carl'), slack.as('emmy')];
    await carl.command('/domo-owner history @sophie');
    expect((await history('carl')).buttons).not.toContain('Send me the CSV');
    expect((await carl.asks('/domo-owner list since 1d', /· since/)).buttons).toEqual([]);
    // She loses the right between the message and the click.
    await emmy.command('/domo-owner history @sophie');
    const before = emmy.messages('dm').length;
    const shown = await history('emmy');
    await steward.restart({ policy: 'channel: C0123456789\napprovers: [U0ADA000001]\n' });
    await emmy.press(shown, 'Send me the CSV');
    await emmy.dismiss(/Only stewards and auditors can ask this/);
    expect(emmy.messages('dm')).toHaveLength(before);
    await steward.restart();
  });

  test('nor where the workspace lets no files in, which is said', async () => {
    const { slack } = steward;
    const ada = slack.as('ada');
    slack.faults.onCall('files.getUploadURLExternal', { kind: 'error', error: 'file_uploads_disabled' }, 1);
    await ada.command('/domo-owner history @sophie');
    await ada.press(await history('ada'), 'Send me the CSV');
    await ada.sees('general', /I can't send the CSV: this workspace doesn't allow files/);
  });
});

test('a dataset is found by the name that it had, also once Domo has it no more', async () => {
  const id = datasetOf(done, 1);
  /** Somebody does it in Domo, and the reading of the next start sees it. */
  const inDomo = async (edit: DatasetEdit, name: string | undefined) => {
    steward.domo.world.edit(id, edit, 'behind', 'changed');
    await steward.restart();
    await until(async () => (await nameInCatalog(id)) === name);
  };
  await inDomo({ name: 'Renamed since' }, 'Renamed since');
  const told = await answer('emmy', `/domo-owner history ${named.toUpperCase()}`, /Renamed since.* · 1 request/);
  expect(told).toContain(`${named}: ${ownersThen}`);
  await inDomo({ deleted: true }, undefined);
  for (const typed of [named, id]) {
    expect(await answer('emmy', `/domo-owner history ${typed}`, new RegExp(`${named}.* · 1 request`))).toContain(
      ownersThen,
    );
  }
  await inDomo({ name: named, deleted: false }, named);
});

async function nameInCatalog(id: string): Promise<string | undefined> {
  const { name } = datasets;
  const [row] = await besideApp(steward, (db) => db.select({ name }).from(datasets).where(eq(datasets.id, id)));
  return row?.name;
}

test('thousands of requests come a page at a time, each once', async () => {
  const { slack } = steward;
  const total = 2_000;
  await steward.stop();
  await steward.inDatabase(({ db }) =>
    db.execute(sql`
      insert into requests (id, number, kind, state, requester, reason, form, customer, created_at)
      select gen_random_uuid(), 100 + n, 'owner', 'withdrawn', '{"slackId": "U0BLAISE001", "name": "Blaise Pascal", "domoId": 34}',
        'x', '{"kind": "owner", "fromId": 1, "toId": 2, "datasets": {"which": "all"}}', 'mathematicians', now()
      from generate_series(1, ${total}) as n`),
  );
  await steward.start();
  const emmy = slack.as('emmy');
  const seen: string[] = [];
  await emmy.command('/domo-owner history @blaise');
  for (let page = 0; page < 3; page += 1) {
    const first = `#${100 + total - page * 10} `;
    const shown = await emmy.sees('general', new RegExp(`2,000 requests[^]*${first}`));
    seen.push(...[...shown.text.matchAll(/#(\d+) · owner/g)].map(([, number = '']) => number));
    await emmy.press(shown, 'Older');
  }
  expect(seen).toEqual(Array.from({ length: 30 }, (_, nth) => String(100 + total - nth)));
  const blaise = slack.as('blaise');
  await blaise.press(await blaise.asks('/domo-owner list mine', /Your requests\n#2100 /), 'Older');
  await blaise.sees('general', /Your requests\n#2080 /);
});

test('nobody who may not look is told anything', async () => {
  const galois = steward.slack.as('evariste');
  const told = await galois.asks('/domo-owner history @sophie', /full members only/);
  expect(told.text).not.toContain('Sophie');
});
