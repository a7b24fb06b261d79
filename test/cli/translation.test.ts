import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportTexts, importTexts } from '../../src/cli/translation.ts';
import { findPaths } from '../../src/config.ts';

describe('a translator gets a spreadsheet and gives it back', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'locales-'));
    cpSync(findPaths().locales, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const askIn = (language: string) =>
    JSON.parse(readFileSync(join(folder, language, 'bot.json'), 'utf8')).consent.ask as string;

  test('the sheet has the French, the text, its length, where it is said and the note', () => {
    const [heading, ...rows] = exportTexts(folder, 'ff').split('\r\n');
    expect(heading).toBe('\ufeffkey,french,text,sms_length,said,note');
    const row = rows.find((line) => line.startsWith('bot.consent.ask,'));
    expect(row).toContain('dialogue « consent »');
    expect(row).toContain('Critical: read word by word');
  });

  test('taken back as it is, nothing changes', () => {
    expect(importTexts(folder, 'ff', exportTexts(folder, 'ff'), 'ff.csv')).toEqual({
      changed: [],
      faults: [],
    });
  });

  test('a better text is written; its placeholders and length are checked first', () => {
    const before = askIn('wo');
    const shorter =
      'key,text\nbot.consent.ask,"Konseye {{controller}} dina denc say tontu. Baax na? {{options}}. INFO"\n';
    expect(importTexts(folder, 'wo', shorter, 'wo.csv').changed).toEqual(['bot.consent.ask']);
    expect(askIn('wo')).not.toBe(before);
    const broken = 'key;text\nbot.consent.ask;Baax na?\nbot.consent.none;x\n';
    expect(importTexts(folder, 'wo', broken, 'wo.csv').faults).toEqual([
      { file: 'wo.csv', line: 3, message: 'the key "bot.consent.none" is not known' },
    ]);
    const without = importTexts(folder, 'wo', 'key;text\nbot.handoff.closed;Baax na?\n', 'wo.csv');
    expect(without.changed).toEqual([]);
    expect(without.faults.map(({ message }) => message).join()).toContain('{{code}}');
    const long = `key,text\nbot.stop.done,${'a'.repeat(200)}\n`;
    expect(importTexts(folder, 'en', long, 'en.csv').faults).toHaveLength(1);
  });
});
