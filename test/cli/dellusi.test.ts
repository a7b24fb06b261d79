import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Installation, install, type RunningServer } from '../support/installation.ts';

// Every start is a process of its own that opens a database: slow where many run at once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let here: Installation;

beforeAll(() => {
  here = install();
});
afterAll(() => here.remove());

const user = (email: string) => [
  ...['user', 'add', '--email', email, '--name', 'Awa Ndiaye', '--role', 'caseworker'],
  ...['--region', 'SN07', '--language', 'ff', 'wo', '--password-stdin'],
];
const password = 'une phrase à moi seule\n';

describe('the command line', () => {
  it('opens the embedded database itself where no server runs', async () => {
    const added = await here.dellusi(user('first@example.org'), password);
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toContain('first@example.org');
    expect(existsSync(join(here.dataDir, 'lock'))).toBe(false);
  });

  it('says in one line what is wrong, and exits with 1', async () => {
    const outcomes = await Promise.all([
      here.dellusi(['roster', 'remove', 'x'], '', { ROLE: 'web' }),
      here.dellusi(['nobody-knows-this']),
    ]);
    for (const { code, out } of outcomes) expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(outcomes[0]!.err).toContain('ROLE=web needs DATABASE_URL');
    expect(outcomes[1]!.err.trim().split('\n')).toHaveLength(1);
    expect(outcomes[1]!.err).toContain('nobody-knows-this');
  });

  it('lists every command with --help', async () => {
    const { code, out } = await here.dellusi(['--help']);
    expect(code).toBe(0);
    for (const command of ['user', 'roster', 'campaign', 'directory', 'locales'])
      expect(out).toContain(command);
  });
});

describe('while the server runs', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await here.serve();
  });
  afterAll(() => server?.stop());

  it('answers', async () => {
    expect((await fetch(`http://localhost:${server.port}/readyz`)).status).toBe(200);
    expect(server.out()).toContain('/simulator');
  });

  it('commands go through it', async () => {
    const added = await here.dellusi(user('second@example.org'), password);
    expect(added).toMatchObject({ code: 0, err: '' });
    const again = await here.dellusi(user('second@example.org'), password);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toMatch(/already has an account\.\n$/);
    const short = await here.dellusi(user('third@example.org'), 'kurz\n');
    expect(short.code).toBe(1);
    expect(short.err).toMatch(/^The password on standard input has fewer than \d+ characters\.\n$/);
  });

  it('the duty roster is kept through it', async () => {
    const on = (...more: string[]) => here.dellusi(['roster', 'add', '--name', 'Fatou', ...more]);
    const wrong = await on('--phone', '77 000', '--hours', 'sometimes');
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err.trim().split('\n')).toHaveLength(1);
    expect(await on('--hours', 'always')).toMatchObject({ code: 1 });
    const added = await on('--phone', '+221770000001', '--hours', 'Mo-Fr 08:00-17:00');
    expect(added).toMatchObject({ code: 0, err: '' });
    expect((await here.dellusi(['roster', 'list'])).out).toBe('1\tFatou\tMo-Fr 08:00-17:00\t+221770000001\n');
    expect(await here.dellusi(['roster', 'remove', '7'])).toMatchObject({ code: 1, out: '' });
    expect(await here.dellusi(['roster', 'remove', '1'])).toMatchObject({ code: 0 });
    expect((await here.dellusi(['roster', 'list'])).out).toContain('Nobody');
  });

  it('an option that is missing or unknown is told and fails', async () => {
    const missing = await here.dellusi(['roster', 'add', '--name', 'Fatou']);
    expect(missing).toMatchObject({ code: 1, out: '' });
    expect(missing.err).toContain('--hours');
    const unknown = await here.dellusi(['roster', 'list', '--loud']);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toContain('--loud');
    const help = await here.dellusi(['roster', 'add', '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('--hours');
  });

  it('a file is found wherever it stands among the options, and help is told without the server', async () => {
    const file = join(here.dataDir, 'a.csv');
    writeFileSync(file, 'organisme;prestations;besoins;ville\nAtelier;x;emploi;Kolda\n');
    const near = relative(process.cwd(), file);
    for (const args of [
      ['--dry-run', near],
      [near, '--dry-run'],
      ['--dry-run', '--retire-gone', near],
    ]) {
      const { code, out } = await here.dellusi(['directory', 'import', ...args]);
      expect([code, out.includes('1 new, 0 changed'), args]).toEqual([0, true, args]);
    }
    for (const args of [
      ['import', '--help'],
      ['help', 'import'],
      ['import', near, '-h'],
    ]) {
      const help = await here.dellusi(['directory', ...args], '', { ROLE: 'web' });
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain('--dry-run');
    }
  });

  it('a second server on the same folder is refused and harms nothing', async () => {
    const second = await here.serveInVain();
    expect(second.code).toBe(1);
    expect(second.err).toMatch(new RegExp(`in use by process ${server.process.pid}`));
    expect((await fetch(`http://localhost:${server.port}/readyz`)).status).toBe(200);
    expect(readFileSync(join(here.dataDir, 'lock'), 'utf8')).toBe(String(server.process.pid));
  });

  it('keys, data and the socket for commands are for their owner alone', () => {
    expect(statSync(join(here.dataDir, 'secrets.json')).mode & 0o077).toBe(0);
    expect(statSync(here.dataDir).mode & 0o077).toBe(0);
  });

  it('SIGTERM ends it cleanly and frees the folder', async () => {
    const { code } = await server.stop();
    expect(code).toBe(0);
    expect(existsSync(join(here.dataDir, 'lock'))).toBe(false);
  });
});

describe('after a crash', () => {
  it('the next server takes the folder over, whatever lock is left', async () => {
    const killed = await here.serve();
    await killed.stop('SIGKILL');
    expect(existsSync(join(here.dataDir, 'lock'))).toBe(true);
    const next = await here.serve();
    expect((await here.dellusi(['roster', 'list'])).code).toBe(0);
    await next.stop();
    // The number of a process that ended, and a lock that was never written to its end.
    const gone = spawn(process.execPath, ['-e', '0']);
    await new Promise((resolve) => gone.on('close', resolve));
    for (const left of [String(gone.pid), '']) {
      writeFileSync(join(here.dataDir, 'lock'), left);
      expect(await here.dellusi(['roster', 'list'])).toMatchObject({ code: 0, err: '' });
    }
  });
});
