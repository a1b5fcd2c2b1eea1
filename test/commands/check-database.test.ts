import { checkDisk } from '../../src/commands/check-database.ts';
import { bad } from '../../src/commands/finding.ts';

// On Linux /proc is a file system without room for anything.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('says what to do when the disk of an embedded database has hardly any room', async () => {
  expect(await checkDisk('/proc')).toEqual([
    bad(expect.stringMatching(/^The disk of \/proc has 0 MB free: make room/)),
  ]);
});
