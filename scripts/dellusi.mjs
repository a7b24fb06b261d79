// `npm run dellusi -- COMMAND`: builds when dist is missing or older than the source, then runs the command line.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const built = 'dist/cli.js';

function newest(folder) {
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, file));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

const fresh = existsSync(built) && Math.max(newest('src'), newest('db')) <= statSync(built).mtimeMs;
if (!fresh) {
  // A process of its own: this one's arguments are a command, not a folder to build into.
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
await import('../dist/cli.js');
