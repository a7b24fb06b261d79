// Plays the property tests with other random beginnings, again and again, until one fails or the rounds are over:
// `npm run explore -- 20`. What it finds names its seed and the shortest conversation that shows it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 10);
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
  .filter((file) => /from 'fast-check'/.test(readFileSync(file, 'utf8')));

for (let round = 1; round <= rounds; round++) {
  const { status, stderr } = spawnSync('vitest', ['run', '--reporter=dot', ...files], {
    encoding: 'utf8',
    env: { ...process.env, EXPLORE: '1', NO_COLOR: '1' },
  });
  if (status !== 0) {
    console.log(stderr);
    console.log(`Round ${round} of ${rounds} failed.`);
    process.exit(1);
  }
  console.log(`Round ${round} of ${rounds}: ${files.length} files, nothing found.`);
}
