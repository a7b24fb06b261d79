/**
 * How a word sounds, as a rough key: spellings of the same word in French, Wolof and Pulaar habits
 * (liguéy/liggéey, beug/bëgg, thi/ci, kh/x, ou/u, gn/ñ, dj/di/j) fall together.
 */
export function sound(word: string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const key = soundOf(word);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(word, key);
  return key;
}

/** Pure, so remembering changes nothing but the time; bounded, because people invent words without end. */
const remembered = new Map<string, string>();
const mostRemembered = 20_000;

const rules: readonly (readonly [RegExp, string])[] = [
  // too short for the rule of endings, too grave to miss
  [/^tu(?:er|ez|es|ent|ees?)$/, 'tue'],
  // endings that French writes in many ways and says alike (frappé, frapper, frappez, frappée)
  [/(?<=[a-z]{3})(?:er|ez|ees?|es|ait|ais|ai)$/, 'e'],
  [/(?<=[a-z]{4})ent$/, 'e'],
  [/(?<=[a-z]{3})[sx]$/, ''],
  [/sch|sh/g, 's'],
  [/dh/g, 'd'],
  // nj, ndi, ndj as in njaboot, ndiabot
  [/tch|thi(?=[aeou])|ti(?=[aeou][^n]|[aeou]$)|th/g, 'C'],
  [/dj|di(?=[aeou])|j/g, 'J'],
  [/gn|ny|ni(?=[aeou])/g, 'N'],
  [/qu|ck/g, 'k'],
  [/kh|[xq]/g, 'X'],
  [/gu(?=[eiy])/g, 'g'],
  [/c(?=[eiy])/g, 's'],
  [/ch/g, 'S'],
  [/c/g, 'k'],
  [/ph/g, 'f'],
  [/z/g, 's'],
  [/h/g, ''],
  // texting: "twba" for Touba
  [/(?<=[bcdfgklmnprst])w(?=[bcdfgklmnprst])/g, 'u'],
  [/eau|au/g, 'o'],
  [/ou|oo?u/g, 'u'],
  [/eu|oe/g, 'e'],
  [/y/g, 'i'],
  [/ao(?=[a-z])/g, 'aw'],
  [/u(?=[aeo])|v/g, 'w'],
  [/(.)\1+/g, '$1'],
  [/(?<=[a-zA-Z]{3})e$/, ''],
];

function soundOf(word: string): string {
  if (word.length < 3) return word === 'x' ? 'X' : word;
  let key = word;
  for (const [from, to] of rules) key = key.replace(from, to);
  return key;
}

/** The key of a phrase, word by word. */
export function soundOfWords(words: readonly string[]): string {
  return words.map(sound).join(' ');
}
