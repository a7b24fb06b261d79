import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { waitingLines } from '../../src/cli/tools.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { createRender } from '../../src/language/render.ts';
import { readReviews } from '../../src/language/review.ts';

const names = { controller: 'BAOS', example_place: 'Kolda' };
const real = loadLocales(fileURLToPath(new URL('../../locales/', import.meta.url)));
const yesNo = ['yes', 'no'].map((id, i) => ({ id, digit: String(i + 1), key: `forms.choice.yes_no.${id}` }));
const consent = { key: 'bot.consent.simpler', options: yesNo };
const menu = { key: 'bot.menu.body', options: yesNo };

/** A folder with one Wolof review file, and the texts it speaks of. */
function reviewed(review: object, texts: Record<string, string> = { 'bot.merci': 'Jërëjëf' }) {
  const folder = mkdtempSync(join(tmpdir(), 'review-'));
  mkdirSync(join(folder, 'wo'));
  writeFileSync(join(folder, 'wo', 'review.json'), JSON.stringify(review, null, 2));
  return readReviews(folder, new Map([['wo', new Map(Object.entries(texts))]]));
}

describe('what native speakers have read', () => {
  test('French is the source, everything else waits', () => {
    expect(real.reviews.isReviewed('fr', 'bot.consent.ask')).toBe(true);
    expect(real.reviews.isReviewed('wo', 'bot.consent.ask')).toBe(false);
    expect(real.reviews.waiting('wo')[0]).toMatch(/^bot\.(consent|callback)/);
    expect(waitingLines(real).join('\n')).toMatch(/^wo: \d+ texts wait for review, \d+ of them critical/m);
  });

  test('a reviewed text counts until its words change', () => {
    const entry = { status: 'reviewed', by: 'A. Reader', date: '2026-11-21', text: 'Jërëjëf' };
    const review = { '*': { status: 'draft' }, 'bot.merci': entry };
    expect(reviewed(review).isReviewed('wo', 'bot.merci')).toBe(true);
    expect(reviewed(review, { 'bot.merci': 'Jaajëf' }).isReviewed('wo', 'bot.merci')).toBe(false);
  });

  test('faults name the key and its line', () => {
    const { faults } = reviewed({
      '*': { status: 'drafted' },
      'bot.merci': { status: 'reviewed' },
      'bot.none': { status: 'draft' },
    });
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      expect.stringMatching(/^locales\/wo\/review.json:2 \*: /),
      expect.stringMatching(/:5 bot.merci: a reviewed text names who/),
      expect.stringMatching(/bot.none: is not a text of this language/),
    ]);
  });
});

describe('drafts on a real channel', () => {
  test('the simulator shows every draft', () => {
    expect(createRender(real, names)([consent], 'wo', 'whatsapp').text).toContain('Waaw');
  });

  test('with "all", only critical texts are said in French', () => {
    const render = createRender(real, names, 'all');
    expect(render([consent], 'wo', 'sms').text).toBe(
      'Peut-on garder vos réponses pour vous aider ? 1 Oui 2 Non',
    );
    expect(render([menu], 'wo', 'sms').text).toContain('Waaw');
  });

  test('with "critical", no draft goes out', () => {
    expect(createRender(real, names, 'critical')([menu], 'wo', 'sms').text).toContain('Oui');
  });

  test('a text with one part that may not go out is told in French as a whole', () => {
    const line = { key: 'bot.line.urgent', values: { plain: '1515' } };
    const say = { key: 'bot.menu.body', values: { options: line } };
    expect(createRender(real, names, 'all')([say], 'wo', 'sms').text).toBe('Que voulez-vous ? Urgence 1515.');
  });
});
