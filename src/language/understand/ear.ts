import { sound } from './sound.ts';

/** Spellings that French says alike ("parents", "paren", "parant"), coarser than `sound`: only models read it. */
export function ear(word: string): string {
  if (word.length < 3 || /\d/.test(word)) return word;
  let key = sound(word);
  for (const [from, to] of rules) key = key.replace(from, to);
  return key;
}

const rules: readonly (readonly [RegExp, string])[] = [
  // letters that are written at the end and not heard
  [/[tdpsx]+$/, ''],
  [/e+$/, ''],
  // nasal vowels
  [/(?:ain|ein|aim|in|im)(?![aeiounm])/g, 'I'],
  [/(?:an|en|am|em)(?![aeiounm])/g, 'A'],
  [/(?:on|om)(?![aeiounm])/g, 'O'],
  [/ai|ei/g, 'e'],
  [/er$/, 'e'],
];
