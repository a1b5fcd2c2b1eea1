import { type SlackServer, startSlack } from '../../sandbox/slack/start-slack.ts';
import type { Catalog, OwnerHit } from '../../src/catalog/types.ts';
import { createLogger } from '../../src/logger.ts';
import { createSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import type { Outcome } from '../../src/workflow/refuse.ts';
import type { Drafts, Workflow } from '../../src/workflow/use-cases.ts';

type Submitted = Outcome<{ requestId: string; number: number }>;

let slack: SlackServer;
let app: SlackApp;
/** Ends the submission that is under way. */
let settle: { resolve(outcome: Submitted): void; reject(error: Error): void };

const people: OwnerHit[] = [
  { id: 29, name: 'Leonhard Euler', datasets: 12, standing: 'active' },
  { id: 28, name: 'Carl Friedrich Gauss', datasets: 0, standing: 'active' },
];

/** As much of the inside as the form meets; anything else is not there. */
const workflow = {
  mayAsk: async () => undefined,
  outlook: async () => ({ total: 12, secured: 0, held: 0, heldBy: [], approvals: [] }),
  submit: () => new Promise<Submitted>((resolve, reject) => (settle = { resolve, reject })),
} satisfies Partial<Workflow>;
const catalog = {
  owner: async (id: number) => people.find((each) => each.id === id),
  freshAt: async () => new Date(),
} satisfies Partial<Catalog>;
const drafts = { filed: async () => undefined } satisfies Partial<Drafts>;

beforeEach(async () => {
  slack = await startSlack();
  const config = {
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    transport: { mode: 'socket' as const, appToken: slack.appToken },
  };
  const logger = createLogger({ level: 'silent' });
  const now = () => new Date();
  app = createSlackApp({
    config,
    client: createSlackClient({ config, logger, now }),
    workflow: workflow as Partial<Workflow> as Workflow,
    catalog: catalog as Partial<Catalog> as Catalog,
    drafts: drafts as Partial<Drafts> as Drafts,
    logger,
    now,
    ackWithin: 150,
  });
  await app.start();
  const sophie = slack.as('sophie');
  await sophie.command('/domo-owner 29 28');
  await sophie.modal('Change dataset owner');
});

afterEach(async () => {
  await app.stop(1_000);
  await slack.close();
});

/** Sends the form; what that comes to is not known yet. */
async function send(): Promise<void> {
  const sophie = slack.as('sophie');
  await sophie.fill('Reason', 'Leonhard has left');
  expect(await sophie.submit()).toBeNull();
  await sophie.modal(/Still working/);
}

/** Waits until the app has found that a window is closed, and has done whatever it does then. */
async function untilFoundClosed(): Promise<void> {
  await slack.workspace.until(() => slack.calls.some((call) => call.method === 'views.update' && call.error !== null));
  await app.stop(1_000);
}

test('a request that takes longer than Slack waits is shown when it exists', async () => {
  await send();
  settle.resolve({ ok: true, requestId: 'r', number: 7 });
  await slack.as('sophie').modal(/#7 is being prepared/);
});

test('a refusal that comes late is shown', async () => {
  await send();
  settle.resolve({ ok: false, refusal: { why: 'not_a_requester' } });
  await slack.as('sophie').modal(/can't request changes yet/);
});

test('a failure that comes late is told, and where to look', async () => {
  await send();
  settle.reject(new Error('the database is away'));
  const { text } = await slack.as('sophie').modal(/I can't tell if that worked/);
  expect(text).toMatch(/Check .?\/domo-owner list.? before trying again/);
  await app.stop(1_000);
  expect(slack.as('sophie').dms()).toEqual([]);
  expect(slack.as('sophie').openModal()?.text).toBe(text);
});

test('a failure that comes after the waiting window was closed is told once, in a DM', async () => {
  await send();
  await slack.as('sophie').closeModal('all');
  settle.reject(new Error('the database is away'));
  await slack.as('sophie').sees('dm', /I can't tell if that worked/);
  await app.stop(1_000);
  expect(slack.as('sophie').dms()).toHaveLength(1);
});

test('who closes the waiting window is told by nobody to try again what was done', async () => {
  await send();
  await slack.as('sophie').closeModal('all');
  settle.resolve({ ok: true, requestId: 'r', number: 7 });
  await untilFoundClosed();
  expect(slack.as('sophie').dms()).toEqual([]);
});

test('who closes the waiting window is told in a DM what was not done', async () => {
  await send();
  await slack.as('sophie').closeModal('all');
  settle.resolve({ ok: false, refusal: { why: 'not_a_requester' } });
  await slack.as('sophie').sees('dm', /can't request changes yet/);
});

test('a form that is closed right after a choice in it is no failure', async () => {
  const sophie = slack.as('sophie');
  await sophie.choose('Which datasets', 'Only some');
  await sophie.modal(/Or paste ids, names or links/);
  await sophie.closeModal('all');
  await slack.redeliver(slack.latest('block_actions'));
  await untilFoundClosed();
  expect(sophie.dms()).toEqual([]);
});
