import { spawnSync } from 'node:child_process';

/** Runs the check as the scripts do, in a process that believes to be Node `version`. */
function runAs(version: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;
  const args = ['--import', pretend, '--import', './bin/node-version.mjs', '--print', '"ran"'];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

describe('a script', () => {
  test('runs on the pinned Node and on newer ones', () => {
    for (const version of [process.versions.node, '26.1.0']) {
      expect(runAs(version)).toMatchObject({ status: 0, stdout: 'ran\n', stderr: '' });
    }
  });

  test('says on an older one what to do, and does nothing else', () => {
    const { status, stdout, stderr } = runAs('20.19.0');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('needs Node 24 or newer, and this is Node 20.19.0');
    expect(stderr).toContain('npm ci --include=optional --ignore-scripts=false');
  });
});
