import { checkDisk } from '../../src/commands/check-database.ts';
import { bad } from '../../src/commands/finding.ts';
import { onLinux } from '../support/on-linux.ts';

onLinux('says what to do when the disk of an embedded database has hardly any room', async () => {
  expect(await checkDisk('/proc')).toEqual([
    bad(expect.stringMatching(/^The disk of \/proc has 0 MB free: make room/)),
  ]);
});
