import type { Config } from '../config.ts';
import { createDomo } from '../domo/client.ts';
import { DomoCredentialsError, DomoRefusedError, DomoUnavailableError } from '../domo/errors.ts';
import type { Domo, DomoUser } from '../domo/types.ts';
import { coerceError } from '../errors.ts';
import { networkReason } from '../network-reason.ts';
import { bad, type Finding, good, note } from './finding.ts';

/** Someone waits for the answer: it shall come soon, even if it is a no. */
export const impatience = {
  timeoutMs: 15_000,
  tokenTimeoutMs: 15_000,
  retry: { attempts: 2, capMs: 1_000, retryAfterCapMs: 5_000 },
};

export interface DomoSeen {
  findings: Finding[];
  /** The instance that the credentials are for. */
  customer?: string | undefined;
  /** All of Domo's people; undefined when they cannot be read. */
  users?: DomoUser[] | undefined;
}

/** Signs in to Domo, and reads one page of datasets and all people. */
export async function checkDomo(settings: Config['domo']): Promise<DomoSeen> {
  const domo = createDomo({
    url: settings.apiUrl,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    requestsPerSecond: settings.requestsPerSecond,
    concurrency: settings.concurrency,
    ...impatience,
  });
  try {
    const { findings, customer } = await checkIdentity(domo);
    if (findings.some(({ mark }) => mark === 'bad')) return { findings, customer };
    const [datasets, people, log] = [await checkDatasets(domo), await checkUsers(domo), await checkActivity(domo)];
    return { findings: [...findings, ...datasets, ...people.findings, log], customer, users: people.users };
  } finally {
    await domo.stop();
  }
}

async function checkIdentity(domo: Domo): Promise<DomoSeen> {
  try {
    const { customer, userId, role, scopes } = await domo.identity();
    const missing = ['data', 'user'].filter((scope) => !scopes.includes(scope));
    const roles = role === undefined ? 'a role that Domo does not name' : `the role ${role}`;
    const findings = [good(`Domo: signed in to ${customer} as user ${userId}, with ${roles}.`)];
    if (role !== 'Admin') {
      findings.push(
        note(
          "Domo: without the role Admin it needs the grant Manage DataSet, or Domo refuses datasets that it doesn't own.",
        ),
      );
    }
    if (missing.length > 0) {
      const scopeWord = missing.length === 1 ? 'scope' : 'scopes';
      findings.push(
        bad(
          `Domo: the API client lacks the ${scopeWord} ${missing.join(' and ')}. A client can't be changed: create a new one, ` +
            'with data and user, and set DOMO_CLIENT_ID and DOMO_CLIENT_SECRET.',
        ),
      );
    }
    return { findings, customer };
  } catch (thrown) {
    const what =
      thrown instanceof DomoUnavailableError
        ? 'Check that this machine can connect to DOMO_API_URL, through its proxy if it has one (HTTPS_PROXY and NODE_USE_ENV_PROXY=1).'
        : 'Check DOMO_CLIENT_ID, DOMO_CLIENT_SECRET and DOMO_API_URL (Admin → Authentication → API clients).';
    return { findings: [bad(`Domo: can't sign in: ${sentence(thrown)} ${what}`)] };
  }
}

async function checkDatasets(domo: Domo): Promise<Finding[]> {
  try {
    const page = await domo.datasetPage(0);
    if (page.length === 0) {
      return [note('Domo: this user sees no datasets. If there are some, its role lacks the rights.')];
    }
    const findings = [good(`Domo: datasets can be listed; the first page has ${page.length}.`)];
    if (page.every(({ owner }) => owner === undefined)) {
      findings.push(note('Domo: its list leaves the owners out, so the first sync reads the datasets one by one.'));
    }
    return findings;
  } catch (thrown) {
    return [bad(`Domo: can't list datasets: ${sentence(thrown)} The user of the API client needs Manage DataSet.`)];
  }
}

async function checkUsers(domo: Domo): Promise<DomoSeen> {
  const users: DomoUser[] = [];
  try {
    for await (const page of domo.userPages()) users.push(...page);
    return { findings: [good(`Domo: people can be listed; there are ${users.length}.`)], users };
  } catch (thrown) {
    const what = 'The user of the API client needs to see all people.';
    return { findings: [bad(`Domo: can't list people: ${sentence(thrown)} ${what}`)] };
  }
}

async function checkActivity(domo: Domo): Promise<Finding> {
  const now = Date.now();
  try {
    for await (const _ of domo.activity(now - 60_000, now)) break;
    return good('Domo: I can read its activity log, so I notice changes made outside within minutes.');
  } catch (thrown) {
    if (!(thrown instanceof DomoCredentialsError || thrown instanceof DomoRefusedError)) {
      return note(`Domo: can't read its activity log now: ${sentence(thrown)}`);
    }
    return note(
      "Domo: I can't read its activity log, since the API client has no scope audit. So I notice changes made outside only when I read a dataset, " +
        'and right before each write. To change that, create a client with data, user and audit.',
    );
  }
}

/** The words of what was thrown, with a full stop. */
export function sentence(thrown: unknown): string {
  const message = networkReason(thrown) ?? coerceError(thrown).message;
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
