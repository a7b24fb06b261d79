/** Messages made to be slow: as long as nobody writes, of one letter, of marks and pictures, of words that all begin rules. */
export const hostile: Readonly<Record<string, string>> = {
  'one letter, 100 kB': 'a'.repeat(100_000),
  'one letter apart, 100 kB': 'a '.repeat(50_000),
  'digits, 100 kB': '9 '.repeat(50_000),
  'combining marks': `e${'\u0301'.repeat(50_000)}`,
  'marked letters': 'e\u0301\u0323\u0489'.repeat(25_000),
  pictures: '👩‍👩‍👧‍👦'.repeat(9_000),
  'signs only': '?!.,;:'.repeat(16_000),
  'no space': 'jeveuxmourirjeveuxpas'.repeat(4_000),
  'words that begin rules': 'je veux '.repeat(12_000),
  'gaps that never close': 'envie de ne me se il elle '.repeat(4_000),
  'numbers in words': 'quatre vingt dix ñaar fukk ak cent mille '.repeat(2_500),
  'unknown words': Array.from({ length: 12_000 }, (_, at) => `zq${at.toString(36)}xwv`).join(' '),
  'near places': 'à koldda à ziguinchour à tambacoundda '.repeat(2_600),
  'script of another language': 'أنا أريد المساعدة '.repeat(5_000),
};
