import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FaultsError } from '../../src/fault.ts';
import { checkLocales, loadLocales } from '../../src/language/locales.ts';

const folders: string[] = [];

function localesWith(files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'locales-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('reading the locale files', () => {
  it('names every text by its file and path', () => {
    const folder = localesWith({
      'fr/bot.json': { consent: { ask: 'Oui ?' } },
      'wo/bot.json': { consent: { ask: 'Waaw?', ask_sms: 'Wao?' } },
      'wo/commands.json': { words: { stop: ['taxawal'] }, languages: {} },
    });
    const locales = loadLocales(folder);
    expect(locales.languages).toEqual(['fr', 'wo']);
    expect(locales.texts.get('wo')?.get('bot.consent.ask_sms')).toBe('Wao?');
    expect(locales.commands.get('wo')?.words.stop).toEqual(['taxawal']);
  });

  it('tells all faults at once, each with its file and line', () => {
    const folder = localesWith({
      'fr/bot.json': { ask: 'Oui {{name}} ?', days_one: '{{count}} jour', days_other: '{{count}} jours' },
      'fr/forms.json': { choice: { job: 'Emploi' } },
      'wo/bot.json': '{\n  "days_other": "{{count}} fan"\n}',
      'wo/forms.json': '{\n  "choice": {\n    "job": "Liggéey",\n    "jobb": "x"\n  }\n}',
      'ff/bot.json': '{\n  "ask": "Eey {{nam}}",\n  "days_one": "ñalnde"\n}',
      'ff/forms.json': '{\n  "choice": {\n}',
      'en/bot.json': {
        ask: `{{name}} ${'long '.repeat(40)}`,
        days_one: 'a day',
        days_other: '{{count}} days',
      },
      'en/commands.json': '{\n  "words": {\n    "stopp": ["stop"]\n  },\n  "languages": {}\n}',
    });
    const told = checkLocales(folder).map(({ file, line, message }) => `${file}:${line} ${message}`);
    expect(told).toContainEqual(expect.stringMatching(/^locales\/wo\/bot.json:1 lacks bot.ask/));
    expect(told).toContainEqual(
      expect.stringMatching(/^locales\/wo\/forms.json:4 forms.choice.jobb is not in/),
    );
    expect(told).toContainEqual(expect.stringMatching(/^locales\/ff\/bot.json:2 bot.ask lacks \{\{name\}\}/));
    expect(told).toContainEqual(expect.stringMatching(/^locales\/ff\/bot.json:2 bot.ask has \{\{nam\}\}/));
    expect(told).toContainEqual(
      expect.stringMatching(/^locales\/ff\/bot.json:3 bot.days_one lacks bot.days_other/),
    );
    expect(told).toContainEqual(expect.stringMatching(/^locales\/ff\/forms.json:3 is not JSON/));
    expect(told).toContainEqual(expect.stringMatching(/^locales\/en\/bot.json:2 bot.ask takes \d+ septets/));
    expect(told).toContainEqual(expect.stringMatching(/^locales\/en\/commands.json:\d+ .*stopp/));
    expect(() => loadLocales(folder)).toThrow(FaultsError);
  });

  it('asks of Wolof only the plural forms it has', () => {
    const folder = localesWith({
      'fr/bot.json': { days_one: '{{count}} jour', days_other: '{{count}} jours' },
      'wo/bot.json': { days_other: '{{count}} fan' },
    });
    expect(checkLocales(folder)).toEqual([]);
  });
});

describe('the locale files of this project', () => {
  it('have no fault', () => {
    expect(checkLocales('locales')).toEqual([]);
  });
});
