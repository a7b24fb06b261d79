import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { chat } from './cli/chat.ts';
import { serveCommands } from './cli/control.ts';
import { waysOf } from './cli/doctor.ts';
import { ConfigError, isUnderNpm, readConfig } from './config.ts';
import { lockDataDir } from './data-dir.ts';
import { firstInvitation } from './desk/staff-store.ts';
import { rosterFault, rosterList } from './handoff/roster-store.ts';

/** Hours in which the link that makes the first account can be used. */
const invitationHours = 48;

/** The process: configuration, app, listen, close gracefully. */
async function main(): Promise<void> {
  const shell = process.ppid;
  warnOfOldNode();
  const config = readConfig();
  const unlock = config.databaseUrl ? () => {} : lockDataDir(config.dataDir);
  process.on('exit', unlock);
  const app = await createApp(config, { progress: createProgress() });
  const fault = rosterFault(await rosterList({ db: app.open.db, keys: app.keys }), waysOf(config));
  if (fault) {
    await app.close();
    throw new Error(fault);
  }
  await app.bot.start(config.role !== 'web');
  if (config.role !== 'worker') await app.server.listen({ port: config.port, host: config.host });
  const closeControl = config.databaseUrl ? async () => {} : await serveCommands(app);
  await tellWhere(app);
  closeOnSignal(async () => {
    await closeControl();
    await app.close();
  });
  if (isUnderNpm()) closeWithNpm(shell);
}

function warnOfOldNode(): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 24) console.warn(`This runs on Node ${process.versions.node}; Node 24 or later is needed.`);
}

/** Says how far the loading of the directory is: one line that grows for somebody who watches, four lines for a log. */
function createProgress(): (done: number, total: number) => void {
  let quarters = 0;
  return (done, total) => {
    const line = `Loading the directory and the places: ${Math.round((100 * done) / total)} %`;
    const reached = Math.floor((4 * done) / total);
    if (process.stdout.isTTY) process.stdout.write(`\r${line}${done >= total ? '\n' : ''}`);
    else if (reached > quarters) console.log(line);
    quarters = reached;
  };
}

async function tellWhere({ config, open, server }: Awaited<ReturnType<typeof createApp>>): Promise<void> {
  if (config.role === 'worker') return console.log('Dellusi works on the queue.');
  const { port } = server.server.address() as AddressInfo;
  const here = config.twilio || config.databaseUrl ? config.publicUrl : `http://localhost:${port}`;
  console.log(`Dellusi runs at ${here}`);
  if (!config.databaseUrl && !config.twilio) console.log(`  a phone to try it:   ${here}/simulator`);
  console.log(`  the caseworkers' desk: ${here}/desk/`);
  const invitation = await firstInvitation(open.db, invitationHours);
  if (invitation)
    console.log(
      `  first supervisor:    ${here}/desk/welcome/${invitation}  (once, within ${invitationHours} hours)`,
    );
}

function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}

/** npm passes a signal on to its shell, which ends without telling anybody: a new parent is the sign of it. */
function closeWithNpm(shell: number): void {
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

const [command, ...args] = process.argv.slice(2);

(command === 'chat' ? chat(args, createApp) : main()).catch((error: Error) => {
  // The database driver's message repeats what was written: only its cause is told.
  const cause = (error.cause as Error | undefined)?.message;
  console.error(error instanceof ConfigError || !cause ? error.message : cause);
  process.exit(1);
});
