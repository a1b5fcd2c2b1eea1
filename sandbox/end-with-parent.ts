import { rmSync } from 'node:fs';

// Loaded before the app that the sandbox starts (`node --import`), so that the app itself need not know of sandboxes: however
// the sandbox ends, kill -9 included, its channel closes, and the app stops in order. Nobody is left then to take away the
// data directory, which comes as `?remove=`.
process.once('disconnect', () => {
  const directory = new URL(import.meta.url).searchParams.get('remove');
  if (directory) process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // While it is still loading, nothing listens yet, and nothing is to be stopped.
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit();
});
