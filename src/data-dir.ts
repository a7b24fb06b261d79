import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Key } from '../db/seal.ts';
import type { Config } from './config.ts';

/** Keys that an installation without a database server makes once and keeps beside its data. */
export interface Secrets {
  readonly encryptionKeys: readonly Key[];
  readonly sessionSecret: string;
}

/** The keys as configured, or those kept beside the embedded database. */
export function secretsOf(config: Config): Secrets {
  const { encryptionKeys, sessionSecret } = config;
  if (encryptionKeys && sessionSecret) return { encryptionKeys, sessionSecret };
  const kept = keptSecrets(config.dataDir);
  return {
    encryptionKeys: encryptionKeys ?? kept.encryptionKeys,
    sessionSecret: sessionSecret ?? kept.sessionSecret,
  };
}

/** Which database the configuration names. */
export function databaseOf({ databaseUrl, dataDir, paths }: Config) {
  const { migrations } = paths;
  return databaseUrl ? { url: databaseUrl, migrations } : { dataDir: join(dataDir, 'embedded'), migrations };
}

/** Reads the secrets of the data folder, or makes them at the first start, readable by the owner alone. */
export function keptSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const made = { key: randomBytes(32).toString('base64'), session: randomBytes(32).toString('base64') };
    // Whole or not at all: what is encrypted under half a key could never be read again.
    writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const { key, session } = JSON.parse(readFileSync(file, 'utf8')) as { key: string; session: string };
  return { encryptionKeys: [{ id: 'k1', secret: Buffer.from(key, 'base64') }], sessionSecret: session };
}

/** Another process owns the data folder. */
export class DataDirInUse extends Error {
  readonly socket: string;

  constructor(dataDir: string, pid: number) {
    super(`${dataDir} is in use by process ${pid}: the embedded database belongs to one process at a time.`);
    this.name = 'DataDirInUse';
    this.socket = controlSocket(dataDir);
  }
}

/** Where the running server takes administration commands. */
export function controlSocket(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/** Takes the data folder for this process; a lock left by a process that is gone is taken over. */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'lock');
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!linked(own, file)) removeStale(file, dataDir);
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** A link is there at once and with its content: nobody reads a lock that does not yet say whose it is. */
function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** Moves a dead process's lock aside; of two that find it one moves it, and a live one moved by mistake is put back. */
function removeStale(file: string, dataDir: string): void {
  const aside = `${file}.stale.${process.pid}`;
  const pid = ownerOf(file);
  if (isRunning(pid)) throw new DataDirInUse(dataDir, pid);
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return;
  }
  if (ownerOf(aside) === pid) rmSync(join(dataDir, 'embedded', 'postmaster.pid'), { force: true });
  else linked(aside, file);
  rmSync(aside, { force: true });
}

/** The process that a lock names; 0 when it is gone or names none. */
function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
