import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataDirInUse, keptSecrets, lockDataDir } from '../src/data-dir.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dellusi-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = new URL('../src/data-dir.ts', import.meta.url).href;

/** A process of its own that takes the folder, says whether it got it, and keeps it until it is ended. */
function contender() {
  const code = `const { lockDataDir } = await import(${JSON.stringify(source)});
    try { lockDataDir(${JSON.stringify(folder)}); console.log('got'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.name); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
  return { child, said: once(child.stdout, 'data').then(([text]) => String(text).trim()) };
}

it('refuses a folder that a living process owns, and says which', () => {
  writeFileSync(join(folder, 'lock'), String(process.ppid));
  expect(() => lockDataDir(folder)).toThrow(DataDirInUse);
  expect(() => lockDataDir(folder)).toThrow(`in use by process ${process.ppid}`);
});

it('gives the folder free, and leaves nothing behind', () => {
  const unlock = lockDataDir(folder);
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
  unlock();
  expect(readdirSync(folder)).toEqual([]);
});

it('lets exactly one of several processes take over the lock of a dead one', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'exit');
  writeFileSync(join(folder, 'lock'), String(dead.pid));
  const all = Array.from({ length: 4 }, contender);
  const said = await Promise.all(all.map((one) => one.said));
  for (const { child } of all) child.kill();
  expect(said.sort()).toEqual(['DataDirInUse', 'DataDirInUse', 'DataDirInUse', 'got']);
});

it('makes its secrets once', () => {
  expect(keptSecrets(folder)).toEqual(keptSecrets(folder));
  expect(readdirSync(folder)).toEqual(['secrets.json']);
});
