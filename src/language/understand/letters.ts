/** Longer messages are read up to here: no channel carries more, and reading must stay fast. */
export const longestRead = 1_600;

const letters: Readonly<Record<string, string>> = {
  ñ: 'gn',
  ɲ: 'gn',
  ŋ: 'ng',
  ɓ: 'b',
  ɗ: 'd',
  ƴ: 'y',
  ƥ: 'p',
  ƭ: 't',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  ı: 'i',
  ɛ: 'e',
  ɔ: 'o',
  '🔟': '10',
};

/** Lower case without accents, Arabic and keycap digits as 0–9; `ñ` becomes `gn`, signs are kept. */
export function plain(text: string): string {
  const whole = text.slice(0, longestRead).normalize('NFKC').toLowerCase();
  if (isAscii(whole)) return whole;
  return whole
    .replace(/ŋ+/g, 'ŋ')
    .replace(/[ñɲŋɓɗƴƥƭœæßøłıɛɔ🔟]/gu, (letter) => letters[letter] ?? letter)
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[’ʼ‘`´′]/g, "'")
    .replace(/[–—‐‑]/g, '-')
    .normalize('NFD')
    .replace(/\p{Mn}|\p{Me}|\p{Cf}/gu, '');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** The words of a text that is already plain: letters and digits, everything else parts them. */
export function wordsOf(plainText: string): string[] {
  return plainText.match(/[a-z]+|\d+/g) ?? [];
}
