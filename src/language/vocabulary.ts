import { z } from 'zod';
import { textLanguages } from './languages.ts';
import { branches, changes, commands, dangers } from './understanding.ts';

const phrases = z.array(z.string().min(1));
const byMeaning = z.record(z.string(), phrases);

/** `commands.json`: the words and short phrases that stand for each global word. */
export const commandWordsShape = z.strictObject({
  words: z.partialRecord(z.enum(commands), phrases),
  /** Bare names of languages: writing one asks for that language. */
  languages: z.partialRecord(z.enum(textLanguages), phrases),
});

const dangerShape = z.strictObject({
  /** Why these phrases are here and what to mind, for the protection officer who reads the file. */
  why: z.string(),
  /** Phrases that set it off; `/` between alternatives, `{name}` for a family, `...` for up to four words, `*` for any ending, `+` for anywhere. */
  phrases,
  /** Ordinary talk that holds such a phrase and must not set it off. */
  unless: phrases.optional(),
});

/** `understand.json`: the words by which answers, places, numbers, danger and wishes are known. */
/** Phrases that tell who writes, what they come with, or what is new with them (`branches.json`). */
export const branchWordsShape = z.partialRecord(z.enum([...branches, ...changes]), phrases);
export type BranchWords = z.infer<typeof branchWordsShape>;

/** `meanings.json`: words and phrases (signs as in the phrases of danger) by a name that all languages share. */
export const meaningsShape = byMeaning;
export type Meanings = z.infer<typeof meaningsShape>;

const doubtShape = z.strictObject({
  /** A film, a song, the news: nobody here is meant. */
  told: phrases.optional(),
  /** Long ago … */
  past: phrases.optional(),
  /** … unless these words say that it goes on. */
  still: phrases.optional(),
  /** … and none of these that it is over ("je vais bien maintenant"). */
  over: phrases.optional(),
  /** Single words that deny what comes next ("pas", "personne") … */
  denied: phrases.optional(),
  /** … over these ("pas *de* blessé"), one word each … */
  links: phrases.optional(),
  /** … unless one of these stands before ("n'*arrête* pas de saigner", "*depuis* 2019"). */
  goes_on: phrases.optional(),
});

export const vocabularyShape = z.strictObject({
  /** Names of people: no place, and no sign of a language. */
  names: phrases.optional(),
  yes: phrases.optional(),
  no: phrases.optional(),
  /** A yes or no only where nothing else is said: "je veux" answers, "je veux du travail" does not. */
  yes_alone: phrases.optional(),
  no_alone: phrases.optional(),
  /** Neither yes nor no: "peut-être", "je ne sais pas". */
  unsure: phrases.optional(),
  /** Words that turn the yes or no that follows: "je *ne* dis pas oui". */
  turners: phrases.optional(),
  /** Words after which a yes may be taken back: "oui *mais* non". */
  buts: phrases.optional(),
  /** Words of yes and no that mean something else inside a sentence ("no mbadda"). */
  slight: phrases.optional(),
  /** "I would rather not say". */
  refuse: phrases.optional(),
  /** Words around an answer that say nothing ("svp", "c'est le"). */
  polite: phrases.optional(),
  greetings: phrases.optional(),
  thanks: phrases.optional(),
  /** Words around an answer that are no part of it: around the name of a language, a name and an hour, a subject asked about. */
  around: z.strictObject({ language: phrases, call: phrases, subject: phrases }).partial().optional(),
  /** Words after which people give their name ("je m'*appelle*"). */
  naming: phrases.optional(),
  /** Words between two things that are told in one sentence ("et", "ak"). */
  joiners: phrases.optional(),
  /** Value → its words ("7": ["sept"]). */
  numbers: byMeaning.optional(),
  /** Id of a choice → other words for it, beside its label. */
  choices: byMeaning.optional(),
  /** Official name of a place → short forms and names in use that no rule gives. */
  places: byMeaning.optional(),
  /** Words that stand before or after the place where a person lives now. */
  here: phrases.optional(),
  /** Words for the place a person comes from; it counts when no other place is named. */
  origin: phrases.optional(),
  /** Words for a place where a person is not: left, born in, on the way to, where others live. */
  elsewhere: phrases.optional(),
  /** Countries, towns and offices that are no place of Senegal, and no sign of a language. */
  abroad: phrases.optional(),
  /** Words behind a place that tell where in it ("près", "derrière"). */
  landmarks: phrases.optional(),
  /** Words that put the person where others were said to be ("moi aussi"). */
  too: phrases.optional(),
  /** Words that stand before any place ("à", "ci", "to"). */
  at: phrases.optional(),
  years: phrases.optional(),
  /** Hour of the day ("09:00") → words for that part of the day. */
  hours: byMeaning.optional(),
  /** "hour", "today", "tomorrow", "after_tomorrow", "monday"…, "yesterday", "day", "week", "month", "year", "ago", "last", "last_year" in one word, "own_age" (before years that are an age), "lasting" (before how long something is), "ahead" (what follows is to come, or how long it lasts) and "month-1"… → words. */
  time: byMeaning.optional(),
  danger: z.partialRecord(z.enum(dangers), dangerShape).optional(),
  /** Named lists of words that the phrases of danger speak of as `{name}`. */
  families: byMeaning.optional(),
  /** When words of danger are no danger. */
  doubt: doubtShape.optional(),
  /** Wish → examples of what people write. */
  intents: byMeaning.optional(),
  /** Words that carry the sentence (pronouns, auxiliaries, I want): they tell the language of a mixed message. */
  grammar: phrases.optional(),
  /** Other everyday words and short phrases, so that they are not taken for a name or another language. */
  common: phrases.optional(),
  /** Texting spellings → the words they stand for ("jveux": "je veux"). */
  short: z.record(z.string(), z.string()).optional(),
});

/** Words of one language for the global commands. */
export type CommandWords = z.infer<typeof commandWordsShape>;

/** Words of one language for everything else that is understood. */
export type Vocabulary = z.infer<typeof vocabularyShape>;

/** A vocabulary with what was learnt at the desk (`examples.json`): the same lists, made longer. */
export function joined(own: Vocabulary, learnt: Vocabulary): Vocabulary {
  const all: Record<string, unknown> = { ...own };
  for (const [list, more] of Object.entries(learnt)) all[list] = longer(all[list], more);
  return all as Vocabulary;
}

function longer(known: unknown, more: unknown): unknown {
  if (Array.isArray(more)) return [...((known ?? []) as unknown[]), ...more];
  if (typeof more !== 'object' || more === null) return more;
  const lists = { ...((known ?? {}) as Record<string, unknown>) };
  for (const [name, words] of Object.entries(more)) lists[name] = longer(lists[name], words);
  return lists;
}
