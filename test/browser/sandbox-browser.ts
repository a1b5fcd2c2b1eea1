import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { shared } from '../support/shared.ts';

/** Chromium as root in a container, with nothing that looks for its maker's servers. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The people whom the tests are. */
export const people = {
  sophie: 'U0SOPHIE001',
  emmy: 'U0EMMY00001',
  ada: 'U0ADA000001',
  carl: 'U0CARL00001',
  blaise: 'U0BLAISE001',
} as const;
export type Somebody = keyof typeof people;

export const places = { general: 'C0GENERAL01', changes: 'C0123456789', home: 'home' } as const;

/** A whole sandbox, started as a user starts it, and a browser to look at it. */
export interface SandboxBrowser {
  url: string;
  /** What the sandbox printed. */
  said(): string;
  /** A new window as someone. What goes wrong in its scripts is kept in `problems`. */
  open(as: Somebody, place?: keyof typeof places, options?: BrowserContextOptions): Promise<Page>;
  problems: string[];
  close(): Promise<void>;
}

/** A policy under which one steward's approval is enough for an owner change: the page's own is the story's. */
export const plainPolicy = join(import.meta.dirname, 'plain-policy.yml');

/** One for all tests of a file. That nothing went wrong in a window's scripts is seen at the end. */
export function sharedSandboxBrowser(args?: string[]): SandboxBrowser {
  return shared(
    () => startSandboxBrowser(args),
    async (sandbox) => {
      await sandbox.close();
      expect(sandbox.problems).toEqual([]);
    },
  );
}

/** Starts `npm run sandbox` on a free port (or as `args` have it), and Chromium. */
export async function startSandboxBrowser(
  args: string[] = ['--port', '0', '--policy', plainPolicy],
): Promise<SandboxBrowser> {
  const sandbox = await startSandbox(args);
  const browser = await launchBrowser().catch((error: unknown) => sandbox.stop().then(() => Promise.reject(error)));
  const problems: string[] = [];
  const close = async () => {
    await browser.close().finally(() => sandbox.stop());
  };
  await whenReady(sandbox.url, browser).catch((error: unknown) => close().then(() => Promise.reject(error)));
  return {
    url: sandbox.url,
    said: sandbox.said,
    problems,
    open: async (as, place = 'general', options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(`${sandbox.url}#/${people[as]}/${places[place]}`);
      await page.getByText('Domo Steward is running').waitFor({ state: 'attached' });
      return page;
    },
    close,
  };
}

/** The app is a process of its own: it runs some seconds after the page, more on a busy machine, and then reads Domo. */
async function whenReady(url: string, browser: Browser): Promise<void> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByText('Domo Steward is running').waitFor({ state: 'attached', timeout: 60_000 });
  const firstSync = page.getByRole('region', { name: 'Requests to Domo' }).getByText(/offset=\d{2,}/);
  await firstSync.first().waitFor({ timeout: 60_000 });
  await page.close();
}

function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? findChromium(), args: flags });
}

interface StartedSandbox {
  url: string;
  said(): string;
  stop(): Promise<void>;
}

export async function startSandbox(args: string[]): Promise<StartedSandbox> {
  const child = spawn(process.execPath, ['sandbox/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (address) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}:\n${said}`)));
  });
  return { url, said: () => said, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function findChromium(): string {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const files = folders.flatMap((folder) => [join(folder, 'chromium'), join(folder, 'chromium-browser')]);
  const found = files.find(isExecutable);
  if (found) return found;
  throw new Error('There is no chromium on this machine: apt-get install chromium, or set CHROMIUM_PATH');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
