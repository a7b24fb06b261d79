import type { Context, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** Who is as old as this, in years, is asked as an adult. */
export const ofAge = 18;
/** Younger children do not write; a smaller number is something else. */
const leastAge = 5;

/** Somebody under 18 says so in words ("j'ai 16 ans"); a bare number is an answer, not an age. */
export function saysMinor(context: Context, input: Input): boolean {
  const age = ageInWords(context, input);
  return age !== null && age >= leastAge && age < ofAge;
}

/** The age that is told in more than bare digits; null: none. */
export function ageInWords(context: Context, input: Input): number | null {
  return /^\s*\d*\s*$/.test(input.text) ? null : ageTold(context, input);
}

/** The age that is told, a bare "16" too; one digit, also written out ("cinq", "juroom ñaar"), is an option and no age. */
export function ageTold({ understand, facts }: Context, { text }: Input): number | null {
  const age = understand.age(text, languageOf(facts));
  const bare = /^\s*\d\s*$/.test(text) || (!/\d/.test(text) && text.trim().split(/\s+/).length <= 2);
  return bare && age !== null && age < 10 ? null : age;
}
