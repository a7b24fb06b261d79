import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { CommanderError } from 'commander';
import { openDatabase } from '../../db/open.ts';
import { createKeys } from '../../db/seal.ts';
import { readConfig } from '../config.ts';
import { DataDirInUse, databaseOf, lockDataDir, secretsOf } from '../data-dir.ts';
import { runHere, sendCommand } from './control.ts';
import { databaseCommands, databaseProgram } from './program.ts';
import { toolCommands } from './tools.ts';

/** `dellusi COMMAND`: administration from a terminal. One clear line and a non-zero exit when something is wrong. */
async function main(args: readonly string[]): Promise<number> {
  const [name] = args;
  // Help is told here: it needs neither the settings nor the server that may be running.
  if (databaseCommands.some((command) => command === name) && !asksHelp(args)) return onDatabase(args);
  const program = databaseProgram(noParts, { print: write, readInput: async () => '' });
  for (const command of toolCommands()) program.addCommand(command);
  program.configureOutput({ writeErr: (line) => process.stderr.write(line) });
  await program.parseAsync([...args], { from: 'user' });
  return Number(process.exitCode ?? 0);
}

const write = (line: string) => process.stdout.write(line.endsWith('\n') ? line : `${line}\n`);

const asksHelp = (args: readonly string[]) =>
  args[1] === 'help' || args.includes('--help') || args.includes('-h');

/** Files as whole paths, wherever they stand among the options: a server that carries the command out runs elsewhere. */
function withWholePaths(args: readonly string[]): readonly string[] {
  if (args[0] !== 'directory') return args;
  return args.map((arg, i) => (i >= 2 && !arg.startsWith('-') ? resolve(arg) : arg));
}

async function noParts(): Promise<never> {
  throw new Error('This command needs the database.');
}

/** On the embedded database the running server does it; without one it is opened here. */
async function onDatabase(args: readonly string[]): Promise<number> {
  const config = readConfig();
  const input = args.includes('--password-stdin') ? await text(process.stdin) : '';
  const plain = withWholePaths(args);
  const answer = config.databaseUrl
    ? await alone(config, plain, input)
    : await embedded(config, plain, input);
  for (const line of answer.lines) (answer.failed ? console.error : console.log)(line);
  return answer.failed ? 1 : 0;
}

async function embedded(config: ReturnType<typeof readConfig>, args: readonly string[], input: string) {
  try {
    const unlock = lockDataDir(config.dataDir);
    return await alone(config, args, input).finally(unlock);
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;
    const answer = await sendCommand(error.socket, { args, input });
    return answer ?? { lines: [error.message], failed: true };
  }
}

async function alone(config: ReturnType<typeof readConfig>, args: readonly string[], input: string) {
  const open = await openDatabase(databaseOf(config));
  const keys = createKeys(secretsOf(config).encryptionKeys);
  return runHere({ config, open, keys, now: () => new Date() }, { args, input }).finally(() => open.close());
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    // Commander has already said what it has to say, help included.
    if (!(error instanceof CommanderError)) console.error(error.message);
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  },
);
