import type { Say, Value } from '../language/say.ts';
import type { PlaceName } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { readChoices } from './choose.ts';
import type { Context } from './dialog.ts';
import { languageOf } from './facts.ts';
import { listOf } from './form.ts';
import { answerOfNeed } from './wishes.ts';

/** What sentences tell of the quick form: needs by the answers that stand for them, in the order said, and the place. */
export interface Told {
  readonly needs: readonly string[];
  readonly place: PlaceName | null;
}

/** "KOLDA5" stands on a poster, and says nothing of who copied it. */
const posterWord = /^\s*\p{L}+\d+\s*$/u;

/** Longer names are cut where they are said back. */
const longestPlace = 16;
/** As many needs as there is room to say back. */
const mostSaid = 3;

/** What was told in sentences. */
export function toldIn(context: Context, texts: readonly string[]): Told {
  const said = texts.filter((text) => isOwn(context, text));
  const needs = said.flatMap((text) => needsOf(context, text));
  const places = said.flatMap(
    (text) => context.understand.place(text, languageOf(context.facts)).place ?? [],
  );
  return { needs: [...new Set(needs)], place: places.at(-1) ?? null };
}

/** Of the person themselves: no global word, and not from somebody else who writes (`branches.json`). */
function isOwn({ understand, facts }: Context, text: string): boolean {
  if (!/\p{L}/u.test(text) || posterWord.test(text)) return false;
  return understand.command(text, languageOf(facts)) === null && understand.branch(text) === null;
}

/** By the sense of each clause; the words of the list count only where that says nothing. */
function needsOf(context: Context, text: string): readonly string[] {
  const language = languageOf(context.facts);
  const meant = context.understand.needs(text, language).flatMap((need) => answerOfNeed(need) ?? []);
  // a number in a sentence counts something, and alone it answered another question
  if (meant.length > 0 || /\d/.test(text) || context.understand.number(text, language) !== null) return meant;
  const form = context.forms.quick!;
  const question = form.questions.find(({ name }) => name === 'needs_now')!;
  const chosen = readChoices(context, { text, media: [] }, listOf(form, question), true) ?? [];
  return chosen.filter((answer) => answer !== 'other');
}

/** The answers with what was told; what was answered before stands. */
export function withTold({ now }: Context, answers: Progress, { needs, place }: Told): Progress {
  const told = { origin: 'bot' as const, at: now.toISOString() };
  return {
    ...(needs.length > 0 ? { needs_now: { value: needs, ...told } } : {}),
    ...(place ? { place: { value: place.id, ...told } } : {}),
    ...answers,
  };
}

/** "Understood: training, Kolda. If not: BACK" above the question, in the fullest wording that one SMS has room for. */
export function saidBack(
  context: Context,
  { needs, place }: Told,
  questions: readonly Say[],
): readonly Say[] {
  const town = place?.name.slice(0, longestPlace);
  const list: Value[] = needs.slice(0, mostSaid).map((need) => ({ key: `forms.choice.needs_now.${need}` }));
  const wish = { list: [...list, ...(town ? [town] : [])], join: ', ' };
  const heard: Say = { key: 'bot.wish.heard', values: { wish } };
  const short: Say =
    needs.length > 0
      ? { key: 'bot.wish.heard_short', values: { wish } }
      : { key: 'bot.place.noted', values: { place: town ?? '' } };
  const all = [heard, short].flatMap((back) => questions.map((question) => [back, question]));
  return all.find((says) => context.fits(says, context.facts)) ?? questions.slice(-1);
}
