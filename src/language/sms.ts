import anyAscii from 'any-ascii';

const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

/** Septets that each character of GSM 03.38 takes; what is missing forces the costlier UCS-2. */
const septetsOf = new Map<string, number>([
  ...[...basic].map((character) => [character, 1] as const),
  ...[...extended].map((character) => [character, 2] as const),
]);

/** What an SMS costs: its encoding, its length in septets (GSM) or UTF-16 units (UCS-2), and its segments. */
export interface SmsSize {
  readonly encoding: 'gsm' | 'ucs2';
  readonly length: number;
  readonly segments: number;
}

/** Length of a text in septets, or null when a letter lies outside GSM 03.38. */
export function septets(text: string): number | null {
  let total = 0;
  for (const character of text) {
    const size = septetsOf.get(character);
    if (size === undefined) return null;
    total += size;
  }
  return total;
}

/** Counts an SMS as the network bills it: 160 then 153 septets, or 70 then 67 units. */
export function smsSize(text: string): SmsSize {
  const length = septets(text);
  if (length !== null) {
    return { encoding: 'gsm', length, segments: packed(text, (c) => septetsOf.get(c) ?? 1, 160, 153) };
  }
  return { encoding: 'ucs2', length: text.length, segments: packed(text, (c) => c.length, 70, 67) };
}

/** Writes a text with the letters of GSM 03.38 only; letters inside the table (é è à ù ñ) stay. */
export function toGsm(text: string): string {
  let written = '';
  for (const character of text.normalize('NFC')) {
    written += septetsOf.has(character) ? character : spelledOut(character);
  }
  return written;
}

function spelledOut(character: string): string {
  if (character === '\t') return ' ';
  if (character === '`') return "'";
  // any-ascii names pictures (":pray:"), which costs more than it says
  if (/\p{Extended_Pictographic}/u.test(character)) return '';
  const ascii = [...anyAscii(character).replaceAll('`', "'")];
  return ascii.filter((letter) => septetsOf.has(letter)).join('');
}

/** A character of two units is never cut in two, so a full segment may end one unit early. */
function packed(text: string, size: (character: string) => number, single: number, part: number): number {
  let total = 0;
  let segments = 0;
  let free = 0;
  for (const character of text) {
    const units = size(character);
    total += units;
    if (units > free) {
      segments += 1;
      free = part;
    }
    free -= units;
  }
  return total <= single ? Math.min(segments, 1) : segments;
}
