import type { Option, Say } from '../language/say.ts';
import { plain } from '../language/understand/letters.ts';
import type { PlaceName } from '../language/understanding.ts';
import type { Context, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** How many places of one name are offered before "another place". */
const most = 5;

/** "Which one?" with the region of each, for names that exist twice. */
export function askWhichPlace({ directory }: Context, ids: readonly string[]): Say {
  const options = ids.slice(0, most).flatMap((id, i): Option[] => {
    const place = directory.place(id);
    return place ? [{ id, digit: String(i + 1), key: 'bot.place.option', values: placeValues(place) }] : [];
  });
  return {
    key: 'bot.place.which',
    options: [...options, { id: 'other', digit: '0', key: 'forms.choice.place.other' }],
  };
}

function placeValues(place: { name: string; region: string; departement: string | null }) {
  return { place: place.name, region: place.departement ?? place.region };
}

/** Which of the offered places is meant, by digit or by its département's name; null: another place. */
export function readWhichPlace(ids: readonly string[], input: Input): string | null | undefined {
  const tapped = input.choice ?? input.text.trim();
  if (ids.includes(tapped)) return tapped;
  if (/^\s*0\s*$/.test(input.text) || tapped === 'other') return null;
  const digit = /^\s*([1-9])\s*$/.exec(input.text)?.[1];
  return digit ? ids[Number(digit) - 1] : undefined;
}

/** More words than this tell something else in which a place happens to be named. */
const longestBareName = 3;

/** The place whose bare name was written where something else was asked; null: none, or one of several. */
export function barePlace({ understand, facts }: Context, { text }: Input): PlaceName | null {
  const words = text.trim().split(/\s+/);
  if (words.length > longestBareName || !/\p{L}/u.test(text)) return null;
  return understand.place(text, languageOf(facts)).place;
}

/** A place's own name, letter by letter: never a misspelt answer. */
export function isNameOfPlace(context: Context, input: Input): boolean {
  const place = barePlace(context, input);
  const said = plain(input.text).trim();
  return place !== null && [place.name, ...place.spellings].some((name) => plain(name) === said);
}

/** The place is noted, and the question put again: the first wording that fits beside it. */
export function notedAbove(context: Context, { name }: PlaceName, questions: readonly Say[]): readonly Say[] {
  const noted: Say = { key: 'bot.place.noted', values: { place: name.slice(0, 16) } };
  const both = questions.map((question) => [noted, question]);
  return both.find((says) => context.fits(says, context.facts)) ?? questions.slice(0, 1);
}
