// The whole journey for many people at once: signed webhooks into the built server, answers at a local stand-in for
// Twilio. PostgreSQL with fsync on (by pg_virtualenv, or BENCH_DATABASE_URL), then the embedded database.
//   npm run bench -- turns [--only=postgres|embedded] [--people=400] [--seconds=15] [--rate=80]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { newDatabase, newFolder, prepareServer, type ServerProcess } from '../test/support/twilio/server.ts';
import { startStandIn } from '../test/support/twilio/stand-in.ts';
import { closedLoop, openLoop } from './support/load.ts';
import { fsyncsPerSecond, plainPostsPerSecond } from './support/machine.ts';
import { option, print } from './support/numbers.ts';
import { processorMeter } from './support/processor.ts';

const only = option('only', '');
const people = Number(option('people', '400'));
const seconds = Number(option('seconds', '15'));
const rate = Number(option('rate', '80'));
const profile = option('profile', '');

if (only !== 'embedded' && !process.env.BENCH_DATABASE_URL) withPostgres();
else await all();

/** Runs this file again inside a PostgreSQL of its own. */
function withPostgres(): void {
  const inside = 'BENCH_DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE" exec "$@"';
  const again = [process.execPath, ...process.argv.slice(1)];
  const { status, error } = spawnSync(
    'pg_virtualenv',
    ['-t', '-o', 'fsync=on', 'bash', '-c', inside, 'bash', ...again],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (error)
    console.error('pg_virtualenv (Debian package postgresql-common) or BENCH_DATABASE_URL is needed.');
  process.exit(status ?? 1);
}

async function all(): Promise<void> {
  print({
    bench: 'machine',
    fsyncsPerSecond: fsyncsPerSecond(),
    plainPostsPerSecond: await plainPostsPerSecond(),
  });
  if (only !== 'embedded') {
    const { url, drop } = await newDatabase(process.env.BENCH_DATABASE_URL!);
    await measure('postgres', { databaseUrl: url }).finally(drop);
  }
  if (only !== 'postgres') {
    const { path, drop } = await newFolder();
    await measure('embedded', { dataDir: path }).finally(drop);
  }
}

async function measure(database: string, where: { databaseUrl?: string; dataDir?: string }): Promise<void> {
  const standIn = await startStandIn({ record: false });
  const nodeOptions = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const server = await prepareServer({ ...where, twilioUrl: standIn.url, nodeOptions });
  try {
    const ready = await server.start();
    print({ bench: 'start', database, readyAfterMs: Math.round(ready), residentMB: residentMB(server) });
    const postgresPid = where.databaseUrl ? await postmasterPid(where.databaseUrl) : undefined;
    const afterSteady = processorMeter(server.pid(), postgresPid);
    const steady = await openLoop(server, standIn, { rate, warmUp: 3, seconds, start: 0 });
    const idle = { residentMB: residentMB(server) };
    print({
      bench: 'turns',
      database,
      load: `${rate}/s`,
      ...steady,
      cpuMsPerTurn: afterSteady(steady.all),
      ...idle,
    });
    const afterFull = processorMeter(server.pid(), postgresPid);
    const full = await closedLoop(server, standIn, { people, warmUp: 4, seconds, start: 1_000_000 });
    const busy = { residentMB: residentMB(server) };
    print({
      bench: 'turns',
      database,
      load: `${people} people`,
      ...full,
      cpuMsPerTurn: afterFull(full.all),
      ...busy,
    });
  } catch (error) {
    console.error(server.output());
    throw error;
  } finally {
    const faults = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    if (faults.length > 0) console.error(faults.slice(0, 20).join('\n'));
    await server.stop();
    await standIn.close();
  }
}

async function postmasterPid(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const status = readFileSync(`/proc/${rows[0]!.pid}/status`, 'utf8');
  await client.end();
  return Number(/PPid:\s+(\d+)/.exec(status)?.[1]);
}

function residentMB(server: ServerProcess): number {
  const status = readFileSync(`/proc/${server.pid()}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
