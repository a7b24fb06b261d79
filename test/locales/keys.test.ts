import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkLocales } from '../../src/language/locales.ts';
import { completeLanguages, placeholders, root, textsOf } from './texts.ts';

const french = textsOf('fr');

test('the loader finds no fault: keys, placeholders and plural forms agree', () => {
  expect(checkLocales(fileURLToPath(root))).toEqual([]);
});

describe.each(completeLanguages)('texts in %s', (language) => {
  const texts = textsOf(language);

  test('an SMS spelling says the same as the text beside it', () => {
    const differ = [...texts.keys()].filter((key) => {
      const plain = texts.get(key.replace(/_sms(?=$|_)/, ''));
      return (
        /_sms(?=$|_)/.test(key) &&
        String(placeholders(texts.get(key) ?? '')) !== String(placeholders(plain ?? ''))
      );
    });
    expect(differ).toEqual([]);
  });

  test('options stand where the French has them', () => {
    const french = textsOf('fr');
    const differ = [...french.keys()].filter((key) => {
      const own = texts.get(key);
      return own !== undefined && own.includes('{{options}}') !== french.get(key)?.includes('{{options}}');
    });
    expect(differ).toEqual([]);
  });

  test('no emergency number stands in a text, and "free" only in the lines', () => {
    const spoken = [...texts].filter(([key]) => !/^bot\.(line|first_contact)\./.test(key));
    const told = spoken.filter(([, text]) =>
      /(?<!\d)(1515|116|112|123|800|17|gratuit\w*|doo fay|yoɓetaake)(?!\d)/i.test(text),
    );
    expect(told.filter(([key]) => !priceOfTheHelp.test(key))).toEqual([]);
  });

  test('every note of the reviewer is about a text that exists', () => {
    const path = new URL(`${language}/review.json`, root);
    const notes = existsSync(path) ? Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object) : [];
    expect(notes).toContain('*');
    const known = (key: string) => key === '*' || key === '_about' || texts.has(key);
    expect(notes.filter((key) => !known(key))).toEqual([]);
  });
});

/** "You have nothing to pay" is about the help itself, not about a telephone line. */
const priceOfTheHelp = /^bot\.minor\.done/;

test('French has the questions of both forms, each with a plainer wording', () => {
  const questions = [...french.keys()].filter((key) => /^forms\.(quick|full)\.\w+\.ask$/.test(key));
  expect(questions.length).toBeGreaterThan(20);
  expect(questions.filter((key) => !french.has(key.replace(/ask$/, 'simpler')))).toEqual([]);
});
