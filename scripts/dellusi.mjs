// `npm run dellusi -- COMMAND`: builds when dist is missing or older than the source, then runs the command line.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const built = 'dist/cli.js';

function newest(folder) {
  const files = readdirSync(folder, { recursive: true }).map((file) => join(folder, file));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

const fresh = existsSync(built) && Math.max(newest('src'), newest('db')) <= statSync(built).mtimeMs;
if (!fresh) await import('./build.mjs');
await import('../dist/cli.js');
