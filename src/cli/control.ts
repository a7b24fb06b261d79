import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { json } from 'node:stream/consumers';
import { CommanderError } from 'commander';
import { controlSocket } from '../data-dir.ts';
import { type CommandParts, databaseProgram } from './program.ts';

interface Request {
  readonly args: readonly string[];
  readonly input: string;
}

interface Answer {
  readonly lines: readonly string[];
  readonly failed: boolean;
}

/**
 * Takes administration commands on a socket in the data folder, because the embedded database belongs to this process.
 * The folder's permissions decide who may connect.
 */
export async function serveCommands(parts: CommandParts): Promise<() => Promise<void>> {
  const path = controlSocket(parts.config.dataDir);
  rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    json(socket)
      .then((request) => runHere(parts, request as Request))
      .catch((): Answer => ({ lines: ['The command could not be read.'], failed: true }))
      .then((answer) => socket.end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Runs one command on this process's database and gathers what it says. */
export async function runHere(parts: CommandParts, { args, input }: Request): Promise<Answer> {
  const lines: string[] = [];
  const io = { print: (line: string) => lines.push(line.trimEnd()), readInput: async () => input };
  try {
    await databaseProgram(async () => parts, io).parseAsync([...args], { from: 'user' });
    return { lines, failed: false };
  } catch (error) {
    if (!(error instanceof CommanderError)) lines.push((error as Error).message);
    return { lines, failed: !(error instanceof CommanderError && error.exitCode === 0) };
  }
}

/** Sends a command to the running server; null when none listens. */
export function sendCommand(socketPath: string, request: Request): Promise<Answer | null> {
  return new Promise((resolve) => {
    const socket = createConnection({ path: socketPath, allowHalfOpen: true }, () =>
      socket.end(JSON.stringify(request)),
    );
    socket.on('error', () => resolve(null));
    json(socket).then(
      (answer) => resolve(answer as Answer),
      () => resolve(null),
    );
  });
}
