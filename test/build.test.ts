import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPaths } from '../src/config.ts';

const { root } = findPaths();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dellusi-build-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('does not remove a folder that is no build', () => {
  writeFileSync(join(folder, 'bot.json'), '{}');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', folder], { cwd: root });
  expect({ status, stderr: String(stderr) }).toEqual({
    status: 1,
    stderr: expect.stringContaining('nothing was removed'),
  });
  expect(readdirSync(folder)).toEqual(['bot.json']);
});

it('builds first when a command is given to a stale build, and takes the command for no folder', () => {
  for (const part of ['scripts', 'src', 'db', 'locales', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'data'));
  const before = readdirSync(join(folder, 'locales'));
  const { status } = spawnSync(process.execPath, ['scripts/dellusi.mjs', 'locales', 'check'], {
    cwd: folder,
  });
  expect(status).toBe(0);
  expect(readdirSync(join(folder, 'locales'))).toEqual(before);
  expect(readdirSync(join(folder, 'dist'))).toContain('cli.js');
});
