// npm run bench [-- NAME … [OPTION …]]: runs bench/NAME.ts, or every benchmark without a name; each prints JSON lines.
// npm makes the build beforehand: the benchmarks measure dist.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const known = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const given = process.argv.slice(2);
const named = given.filter((word) => known.includes(word));
const options = given.filter((word) => !known.includes(word));
const unknown = options.filter((word) => !word.startsWith('-') && !word.includes('='));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  process.exit(1);
}
let failed = false;
for (const name of named.length > 0 ? named : known) {
  const { status } = spawnSync(process.execPath, [`bench/${name}.ts`, ...options], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`The benchmark ${name} failed.`);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
