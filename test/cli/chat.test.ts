import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { chat } from '../../src/cli/chat.ts';
import { openChatStage, playFile } from '../support/chat.ts';

const folder = mkdtempSync(join(tmpdir(), 'dellusi-chat-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Each conversation makes a database of its own, which takes seconds and on a busy machine many.
const slow = { timeout: 180_000 };

/** What a terminal would show for these lines, without colours. */
async function talk(args: readonly string[], lines: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const input = Readable.from(lines.map((line) => `${line}\n`));
  await chat(args, createApp, { input, print: (line) => printed.push(line) });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  return printed.join('\n').replace(/\u001b\[\d+m/g, '');
}

test('a conversation in the terminal is recorded as a test that passes', slow, async () => {
  const file = join(folder, 'recorded.chat');
  const args = ['--channel', 'whatsapp', '--language', 'en', '--record', file, '--title', 'Recorded'];
  const lines = [
    '1',
    '/nonsense',
    '1',
    '5',
    '/location Kolda',
    '/wait 3d',
    '2',
    '/again',
    '3',
    '/voice 12',
    'Awa 15h',
  ];
  const shown = await talk([...args, '--now', '2026-11-24 09:40'], [...lines, '/quit', 'never read']);
  expect(shown).toContain('> ENGLISH\n');
  expect(shown).toContain('/wait 3d                let time pass');
  expect(shown).toContain('(silence)');
  expect(shown).toMatch(/= case K7M4 queued, normal/);
  expect(shown).not.toContain('never read');
  expect(readFileSync(file, 'utf8')).toMatch(
    /^# Recorded\nchannel: whatsapp\nnow: 2026-11-24 09:40\n\n> ENGLISH\n/,
  );
  const stage = await openChatStage();
  const { written, played } = await playFile(stage, file);
  await stage.close();
  expect(played).toBe(written);
});

test('by SMS each answer says what it costs', slow, async () => {
  const shown = await talk(['--now', '2026-11-24 09:40'], ['Bonjour']);
  expect(shown).toMatch(/^> Bonjour\nBonjour, .*\n\(1 SMS, \d+\/160\)/);
});

test('wrong options end in one clear line', async () => {
  await expect(talk(['--channel', 'fax'], [])).rejects.toThrow('--channel must be whatsapp or sms.');
  await expect(talk(['--language', 'xx'], [])).rejects.toThrow('--language must be one of fr, wo, ff, en.');
  await expect(talk(['--now', 'gestern'], [])).rejects.toThrow('--now must be as in');
});
