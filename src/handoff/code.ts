/**
 * Case codes that are said aloud on a bad telephone line: letter, digit, letter, digit (K7M4).
 *
 * Letters left out: I O Q (look like 1 and 0), U W Y (W is "double vé", Y "i grec", U is heard as "eu"), A E
 * (heard as "K" and "deux"), and of each pair that French ears confuse one: B D G P sound like V T J T, N like M,
 * S like F. Digits left out: 0 and 1, which look like O and I. A letter and a digit that look alike (Z and 2) may
 * both stay, because the place in the code says which of the two it is.
 */
const letters = 'CFHJKLMRTVXZ';
const digits = '23456789';

/** What people hear or read instead, where only one letter of ours can be meant. */
const heardAs: Readonly<Record<string, string>> = {
  B: 'V',
  D: 'T',
  G: 'J',
  N: 'M',
  P: 'T',
  Q: 'K',
  S: 'F',
  W: 'V',
  '2': 'Z',
};
const readAs: Readonly<Record<string, string>> = { B: '8', G: '6', S: '5', Z: '2' };

const shortest = 4;
/** Products below stay exact integers up to here; 94 million cases are enough. */
const longest = 8;

/** The code of a case number (1, 2, 3 …); neighbours look nothing alike. Longer once 9,216 short ones are used up. */
export function codeOf(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RangeError(`No code for case number ${number}: it must be 1 or more.`);
  let index = number - 1;
  for (let length = shortest; length <= longest; length++) {
    const size = sizeOf(length);
    if (index < size) return spell(scatter(index, size), length);
    index -= size;
  }
  throw new RangeError(`No code for case number ${number}: all codes are used up.`);
}

/** Reads a code as people write it ("k7 m4", "K7-M4", "dossier k7n4"); null when it is none. */
export function readCode(text: string): string | null {
  const signs = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^\s*(DOSSIER|CODE|CASE)\b/, '')
    .replace(/[\s.\-_/,]/g, '');
  if (signs.length < shortest || signs.length > longest) return null;
  let code = '';
  for (const [place, sign] of [...signs].entries()) {
    const alphabet = place % 2 === 0 ? letters : digits;
    const meant = alphabet.includes(sign) ? sign : (place % 2 === 0 ? heardAs : readAs)[sign];
    if (!meant) return null;
    code += meant;
  }
  return code;
}

function sizeOf(length: number): number {
  return letters.length ** Math.ceil(length / 2) * digits.length ** Math.floor(length / 2);
}

/** Turns the numbers below `size` into one another: a step that shares no factor with it (2 and 3) meets each once. */
function scatter(index: number, size: number): number {
  let step = Math.floor(size * 0.618);
  while (step % 2 === 0 || step % 3 === 0) step++;
  return (index * step + Math.floor(size * 0.382)) % size;
}

function spell(index: number, length: number): string {
  let rest = index;
  const signs: string[] = [];
  for (let place = length - 1; place >= 0; place--) {
    const alphabet = place % 2 === 0 ? letters : digits;
    signs.unshift(alphabet[rest % alphabet.length]!);
    rest = Math.floor(rest / alphabet.length);
  }
  return signs.join('');
}
