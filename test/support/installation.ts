import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPaths } from '../../src/config.ts';

/** What a finished process said. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A running server with what it printed so far. */
export interface RunningServer {
  readonly process: ChildProcess;
  readonly port: number;
  /** What it has said so far. */
  out(): string;
  /** Sends a signal and resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** The program as it is installed: built, in a folder of its own, with a data folder of its own. */
export interface Installation {
  readonly folder: string;
  readonly dataDir: string;
  /** Starts the server on a free port and waits until it listens. */
  serve(env?: Env): Promise<RunningServer>;
  /** Starts the server as npm does, behind a shell that ends at a signal without passing it on. */
  serveUnderNpm(): Promise<RunningServer>;
  /** Starts the server where it is expected to end by itself. */
  serveInVain(env?: Env): Promise<Finished>;
  dellusi(args: readonly string[], input?: string, env?: Env): Promise<Finished>;
  remove(): void;
}

type Env = Readonly<Record<string, string>>;

/** Builds the program into a temporary folder; locales, forms and seed are copies that a test may spoil. */
export function install(): Installation {
  const { root } = findPaths();
  const folder = mkdtempSync(join(tmpdir(), 'dellusi-'));
  const dataDir = join(folder, 'data');
  for (const part of ['package.json', 'locales', 'db/seed', 'src/dialogs/forms']) {
    mkdirSync(join(folder, part, '..'), { recursive: true });
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  for (const part of ['db/migrations', 'src/desk', 'src/bot', 'node_modules'])
    symlinkSync(join(root, part), join(folder, part));
  execFileSync(process.execPath, ['scripts/build.mjs', join(folder, 'dist')], {
    cwd: root,
    stdio: 'inherit',
  });
  const started: ChildProcess[] = [];
  const run = (file: string, args: readonly string[], env: Env) =>
    start(process.execPath, [join(folder, 'dist', file), ...args], env);
  const start = (program: string, args: readonly string[], env: Env) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    });
    started.push(child);
    return child;
  };
  return {
    folder,
    dataDir,
    serve: (env = {}) => listening(run('main.js', [], env)),
    serveUnderNpm: () => {
      const command = `"${process.execPath}" dist/main.js; true`;
      return listening(start('sh', ['-c', command], { npm_lifecycle_event: 'start' }));
    },
    serveInVain: (env = {}) => finished(run('main.js', [], env)),
    dellusi: (args, input = '', env = {}) => {
      const child = run('cli.js', args, env);
      child.stdin?.end(input);
      return finished(child);
    },
    remove: () => {
      for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function finished(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (data) => {
    out += data;
  });
  child.stderr?.on('data', (data) => {
    err += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

async function listening(child: ChildProcess): Promise<RunningServer> {
  const end = finished(child);
  let out = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (data) => {
      out += data;
      const found = /runs at http:\/\/localhost:(\d+)[\s\S]*desk[^\n]*\n/.exec(out)?.[1];
      if (found) resolve(Number(found));
    });
    void end.then(({ err }) => reject(new Error(`The server did not start: ${err}`)));
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return end;
  };
  return { process: child, port, out: () => out, stop };
}
