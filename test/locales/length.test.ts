import { describe, expect, test } from 'vitest';
import { septets, toGsm } from '../../src/language/sms.ts';
import { longest } from './longest.ts';
import {
  baseKey,
  completeLanguages,
  partialLanguages,
  smsText,
  type Texts,
  textsWithFallback,
} from './texts.ts';

/** An ending of `simpler` is said after "I did not understand", so both must fit together. */
const followsMisunderstood = /(\.|_)simpler$/;
/** The dialog says these only where they fit, and the key without the ending otherwise. */
const shorterBeside = /_full$/;
/** Several services at once are shown on WhatsApp alone. */
const whatsappOnly = /services\.list_many/;
const neverAlone = /\.(line|when|field|need|spoken|language_name|language_word|alert\.kind|choice)\./;

function length(text: string): number {
  const size = septets(toGsm(text));
  if (size === null) throw new Error(`not GSM: ${text}`);
  return size;
}

function messages(texts: Texts): [key: string, text: string][] {
  const keys = [...new Set([...texts.keys()].map(baseKey))].filter(
    (key) => !neverAlone.test(key) && !whatsappOnly.test(key),
  );
  return keys.map((key) => [key, said(texts, key)]);
}

function said(texts: Texts, key: string): string {
  const prefix = followsMisunderstood.test(key) ? `${smsText(texts, 'bot.misunderstood.again')} ` : '';
  return prefix + longest(texts, key);
}

describe.each([...completeLanguages, ...partialLanguages])('texts in %s', (language) => {
  const texts = textsWithFallback(language);

  test('every text fits one SMS with the longest likely values', () => {
    const tooLong = messages(texts)
      .filter(([key, text]) => length(text) > 160 && !shorterBeside.test(key))
      .map(([key, text]) => `${length(text)} ${key}: ${toGsm(text)}`);
    expect(tooLong).toEqual([]);
  });

  test('every placeholder has a value to be tried with', () => {
    expect(messages(texts).filter(([, text]) => text.includes('{{'))).toEqual([]);
  });

  test('answers fit a WhatsApp button where there are up to three of them, else a list', () => {
    const keys = [...texts.keys()].filter((key) => key.includes('.choice.') && !key.endsWith('_sms'));
    const siblings = (key: string) => keys.filter((other) => parent(other) === parent(key)).length;
    const limit = (key: string) => (siblings(key) > 3 ? 24 : 20);
    expect(keys.filter((key) => [...(texts.get(key) ?? '')].length > limit(key))).toEqual([]);
  });
});

function parent(key: string): string {
  return key.slice(0, key.lastIndexOf('.'));
}
