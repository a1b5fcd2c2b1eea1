import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import own from '../package.json' with { type: 'json' };

const { hooks, config } = JSON.parse(readFileSync('.slack/hooks.json', 'utf8')) as {
  hooks: Record<string, string>;
  config: Record<string, unknown>;
};

/** What Slack's command line gets when it runs a hook. */
function asked(hook: string): unknown {
  return JSON.parse(execFileSync(hooks[hook] ?? 'false', { shell: true, encoding: 'utf8' }));
}

test("Slack's command line gets the manifest as JSON, and the hooks, and nothing else on the output", () => {
  expect(asked('get-manifest')).toEqual(parse(readFileSync('manifest.yml', 'utf8')));
  expect(asked('get-hooks')).toEqual({ hooks, config });
});

test('the app connects by itself, and is started by the script that everyone uses', () => {
  expect(config['sdk-managed-connection-enabled']).toBe(true);
  const [npm, script = ''] = hooks.start?.split(' ') ?? [];
  expect(npm).toBe('npm');
  expect(Object.keys(own.scripts)).toContain(script);
});
