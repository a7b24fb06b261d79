import type { PlaceName, Understanding } from '../../src/language/understanding.ts';

/** How many of the spellings made by rule lead to their place, by rule. */
export interface SpellingReport {
  readonly spellings: number;
  readonly accuracy: number;
  /** Led to another place without asking. */
  readonly wrong: number;
  readonly byRule: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
}

const rules: Readonly<Record<string, (name: string) => string>> = {
  'as written': (name) => name,
  'lower case': (name) => name.toLowerCase(),
  'no accents': (name) => name.normalize('NFD').replace(/\p{Mn}/gu, ''),
  'no hyphens': (name) => name.replace(/[-']/g, ' '),
  'joined up': (name) => name.replace(/[\s-]/g, ''),
  'Wolof vowels': (name) => name.replaceAll('ou', 'u').replaceAll(/é/g, 'e'),
  'Wolof j': (name) => name.replace(/[Dd]i(?=[aeou])/g, 'J').replaceAll(/dj/g, 'j'),
  'Wolof x': (name) => name.replaceAll('kh', 'x').replaceAll('Kh', 'X'),
  'Wolof ñ': (name) => name.replace(/gn|ni(?=[aeo])/g, 'ñ').replace(/Gn|Ni(?=[aeo])/g, 'Ñ'),
  'Wolof w': (name) => name.replace(/oua/g, 'wa').replace(/Oua/g, 'Wa'),
  'double vowels': (name) => name.replace(/([aeio])([lrmn][aeio])/i, '$1$1$2'),
  'one letter dropped': (name) => (name.length < 5 ? name : name.slice(0, 3) + name.slice(4)),
  'two letters swapped': (name) =>
    name.length < 5 ? name : name.slice(0, 2) + name.charAt(3) + name.charAt(2) + name.slice(4),
  'in a French sentence': (name) => `j'habite à ${name}`,
  'in a texting sentence': (name) => `jsuis a ${name.toLowerCase()} mtn`,
  'in a Wolof sentence': (name) => `maa ngi dëkk ${name}`,
  'in a Pulaar sentence': (name) => `mi hoɗi ko ${name}`,
};

/** Tries every name of the gazetteer in every spelling; each variant counts once. */
export function evaluateSpellings(
  understanding: Understanding,
  places: readonly PlaceName[],
): SpellingReport {
  const names = [...new Set(places.map((place) => place.name))].filter((name) => /\p{L}{2}/u.test(name));
  const byRule: Record<string, string> = {};
  const examples: string[] = [];
  let right = 0;
  let wrong = 0;
  let all = 0;
  for (const [rule, respell] of Object.entries(rules)) {
    const tried = new Set(names.map(respell));
    let ruleRight = 0;
    for (const name of names) {
      const written = respell(name);
      if (!tried.delete(written) || (rule !== 'as written' && written === name)) continue;
      all += 1;
      const outcome = judge(written, name, understanding, places);
      if (outcome === 'right') ruleRight += 1;
      else examples.push(`${rule}: ${written} (${outcome})`);
      if (outcome === 'wrong') wrong += 1;
      byRule[rule] = `${ruleRight} of ${(Number(byRule[rule]?.split(' of ')[1] ?? 0) + 1).toString()}`;
    }
    right += ruleRight;
  }
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return { spellings: all, accuracy: round(right / all), wrong: round(wrong / all), byRule, examples };
}

function judge(
  written: string,
  name: string,
  understanding: Understanding,
  places: readonly PlaceName[],
): 'right' | 'asked' | 'missed' | 'wrong' {
  const { place, candidates } = understanding.place(written, 'fr');
  const meant = (found: PlaceName) => found.name === name || isSame(found, name, places);
  if (place !== null) return meant(place) ? 'right' : 'wrong';
  if (candidates.length === 0) return 'missed';
  // a name that exists twice must be asked back
  return candidates.some(meant) ? (trulyTwice(name, places) ? 'right' : 'asked') : 'wrong';
}

/** Towns and communes of one département under two spellings of one name are one place. */
function isSame(found: PlaceName, name: string, places: readonly PlaceName[]): boolean {
  return places.some(
    (place) =>
      place.name === name &&
      (place.departement === found.departement || place.region === found.region) &&
      (place.spellings.some((spelling) => key(spelling) === key(found.name)) ||
        found.spellings.some((spelling) => key(spelling) === key(name)) ||
        key(found.name) === key(name)),
  );
}

function trulyTwice(name: string, places: readonly PlaceName[]): boolean {
  const named = places.filter((place) =>
    [place.name, ...place.spellings].some((one) => key(one) === key(name)),
  );
  return new Set(named.map((place) => place.departement ?? '')).size > 1 || named.length > 1;
}

function key(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}
