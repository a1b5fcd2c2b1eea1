// Imported before every script (`node --import`). Plain JavaScript, since the Node that has to read it may be too old to
// strip types. npm puts node_modules/.bin first in PATH, so `node` is the pinned one of the `node` package, if that is there.
// package.json asks for 20 only, so that an older npm gets as far as installing that one.
const needed = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < needed) {
  process.stderr.write(
    [
      `Domo Steward needs Node ${needed} or newer, and this is Node ${process.versions.node} (${process.execPath}).`,
      'npm normally installs the right one into node_modules. It did not, which is what --ignore-scripts, --omit=optional,',
      'a registry without the package "node" or a start without npm lead to. Either:',
      '  npm ci --include=optional --ignore-scripts=false   and start it again through npm',
      `  or put Node ${needed} first in PATH`,
      '',
    ].join('\n'),
  );
  process.exit(1);
}
