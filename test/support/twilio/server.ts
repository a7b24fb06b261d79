import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findPaths } from '../../../src/config.ts';
import { accountSid, authToken, smsNumber, whatsappNumber } from './payloads.ts';

/** The built server as a process of its own, set up for Twilio with a stand-in behind it. */
export interface ServerProcess {
  readonly url: string;
  /** Everything it wrote, for the message of a failing test. */
  readonly output: () => string;
  readonly pid: () => number;
  /** Starts it and waits until it is ready to serve; returns how long that took in milliseconds. */
  start(): Promise<number>;
  /** Ends it at once, as a power cut or the kernel would. */
  kill(): Promise<void>;
  /** Ends it as an administrator would. */
  stop(): Promise<void>;
}

export interface ServerSettings {
  /** Absent: embedded, in a folder of its own. */
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  readonly twilioUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the build, `dist` when absent. */
  readonly dist?: string;
  /** Options for Node itself, such as --cpu-prof. */
  readonly nodeOptions?: readonly string[];
}

const { root } = findPaths();

/** Prepares the server: its settings, its port, and somebody on duty, without whom it does not serve Twilio. */
export async function prepareServer(settings: ServerSettings): Promise<ServerProcess> {
  const dist = resolve(root, settings.dist ?? 'dist');
  const main = join(dist, 'main.js');
  if (!existsSync(main)) throw new Error(`${main} is not there: run npm run build first.`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = environment(settings, url, port);
  addToRoster(dist, env);
  let child: ChildProcess | undefined;
  let output = '';
  const ended = (running: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (running.exitCode !== null || running.signalCode !== null) resolve();
      else running.once('exit', () => resolve());
    });
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!child) return;
    child.kill(signal);
    await ended(child);
  };
  return {
    url,
    output: () => output,
    pid: () => child?.pid ?? 0,
    async start() {
      const begun = performance.now();
      const options = [...serveOptions(), ...(settings.nodeOptions ?? [])];
      child = spawn(process.execPath, [...options, main], { env, cwd: root });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (part) => {
          output = (output + part).slice(-20_000);
        });
      await untilReady(url, child, () => output);
      return performance.now() - begun;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** The options for Node that `npm run serve` gives. */
function serveOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { serve: string };
  };
  return scripts.serve.split(' ').filter((word) => word.startsWith('--'));
}

function environment(settings: ServerSettings, url: string, port: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    ROLE: 'all',
    LOG_LEVEL: 'warn',
    DRAFT_TEXTS: 'all',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_WHATSAPP_FROM: `whatsapp:${whatsappNumber}`,
    TWILIO_SMS_FROM: smsNumber,
    TWILIO_API_URL: settings.twilioUrl,
    ...(settings.databaseUrl
      ? {
          DATABASE_URL: settings.databaseUrl,
          ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
          SESSION_SECRET: 'only-for-tests-and-benchmarks-0123456789',
        }
      : { DATA_DIR: settings.dataDir ?? mkdtempSync(join(tmpdir(), 'dellusi-')) }),
    ...settings.env,
  };
}

/** The person on duty; nobody in the journeys is one of these. */
export const dutyPhone = '+221339999999';

function addToRoster(dist: string, env: NodeJS.ProcessEnv): void {
  const words = ['roster', 'add', '--name', 'Astreinte', '--phone', dutyPhone, '--hours', 'always'];
  const { status, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...words], {
    env,
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`dellusi roster add failed: ${stderr}`);
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output()}`);
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the server was not ready within a minute:\n${output()}`);
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A database of its own on a PostgreSQL server; `drop` removes it. */
export async function newDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `dellusi_${process.pid}_${Date.now()}`;
  const own = new URL(serverUrl);
  own.pathname = `/${name}`;
  await onServer(serverUrl, `create database ${name}`);
  return { url: own.href, drop: () => onServer(serverUrl, `drop database ${name} with (force)`) };
}

/** A folder of its own for the embedded database; `drop` removes it. */
export function newFolder(): { path: string; drop(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'dellusi-'));
  return { path, drop: async () => rmSync(path, { recursive: true, force: true }) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
