import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
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
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    const pid = Number(readFileSync(file, 'utf8'));
    if (isRunning(pid)) throw new DataDirInUse(dataDir, pid);
    rmSync(file, { force: true });
    rmSync(join(dataDir, 'embedded', 'postmaster.pid'), { force: true });
    return lockDataDir(dataDir);
  }
  return () => rmSync(file, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
