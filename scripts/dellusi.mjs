// `npm run dellusi -- COMMAND`: builds when dist is missing, then runs the command line.
import { existsSync } from 'node:fs';

if (!existsSync(new URL('../dist/cli.js', import.meta.url))) await import('./build.mjs');
await import('../dist/cli.js');
