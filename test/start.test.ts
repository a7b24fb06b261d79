import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Installation, install } from './support/installation.ts';

// Every start is a process of its own that makes a database: slow where many run at once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let here: Installation;

beforeAll(() => {
  here = install();
});
afterAll(() => here.remove());

/** Spoils files for one start; returns what was said, with the files mended again. */
async function startWith(spoilt: Readonly<Record<string, (text: string) => string>>) {
  const before = Object.keys(spoilt).map(
    (file) => [file, readFileSync(join(here.folder, file), 'utf8')] as const,
  );
  for (const [file, text] of before) writeFileSync(join(here.folder, file), spoilt[file]!(text));
  const outcome = await here.serveInVain();
  for (const [file, text] of before) writeFileSync(join(here.folder, file), text);
  return outcome;
}

/** The line of the first place where a text stands, counted from 1. */
function lineOf(file: string, text: string): number {
  const source = readFileSync(join(here.folder, file), 'utf8');
  return source.slice(0, source.indexOf(text)).split('\n').length;
}

const quick = 'src/dialogs/forms/quick.yaml';
const actors = 'db/seed/sen/actors.csv';

describe('a start that cannot be', () => {
  it('tells every fault of the configuration together', async () => {
    const { code, out, err } = await here.serveInVain({
      PORT: 'many',
      ROLE: 'worker',
      SERVICE_NAME: 'a name too long for one SMS',
      TWILIO_AUTH_TOKEN: 'x',
      SMTP_URL: 'smtp://localhost',
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const name of ['PORT', 'ROLE', 'SERVICE_NAME', 'TWILIO_ACCOUNT_SID', 'PUBLIC_URL', 'MAIL_FROM'])
      expect(err).toMatch(new RegExp(`^ {2}- ${name}\\b`, 'm'));
    expect(err).not.toContain('    at ');
  });

  it('tells the faults of forms and locales together, each with file and line', async () => {
    const contactLine = lineOf(quick, 'name: contact');
    const { code, out, err } = await startWith({
      [quick]: (text) => text.replace('name: contact, type: select_one', 'name: contact, type: select_won'),
      'locales/wo/bot.json': (text) => text.replace(/"hello":/, '"hallo":'),
      'locales/ff/commands.json': (text) => `${text.trimEnd().slice(0, -1)}`,
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^\\S*forms/quick\\.yaml:${contactLine}\\b.*select_one`, 'm'));
    expect(err).toMatch(/^\S*locales\/wo\/bot\.json:\d+\b.*hallo/m);
    expect(err).toMatch(/^\S*locales\/ff\/commands\.json:\d+\b.*JSON/m);
    expect(err).not.toContain('    at ');
  });

  it('tells the faults of the seed with file and line', async () => {
    const { code, err } = await startWith({
      [actors]: (text) => `${text.trimEnd()}\nno,row,like,the,others\n`,
      'db/seed/sen/places.csv': (text) => `${text.trimEnd()}\nfive,columns,are,too,few\n`,
    });
    expect(code).toBe(1);
    const rows = readFileSync(join(here.folder, actors), 'utf8').trimEnd().split('\n').length;
    expect(err).toMatch(new RegExp(`actors\\.csv:${rows + 1}\\b`));
    expect(err).toMatch(/places\.csv:\d+/);
    expect(err).not.toContain('    at ');
  });

  it('says that a port is taken, and leaves a folder that the next start can use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);
    const { code, err } = await here.serveInVain({ PORT: port });
    other.close();
    expect(code).toBe(1);
    expect(err).toContain(port);
    const server = await here.serve();
    await vi.waitFor(() => expect(server.out()).toMatch(/\/desk\/welcome\/[\w-]{20,}/), 5000);
    expect((await fetch(`http://localhost:${server.port}/readyz`)).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
  });
});

describe('an end', () => {
  it('comes when npm is told to stop, although npm tells only its shell', async () => {
    const server = await here.serveUnderNpm();
    // Resolves when nobody holds the server's output any more.
    await server.stop();
    await expect(fetch(`http://localhost:${server.port}/healthz`)).rejects.toThrow();
    expect(existsSync(join(here.dataDir, 'lock'))).toBe(false);
  });
});
