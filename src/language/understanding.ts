import type { TextLanguage } from './languages.ts';

/** The words that work at any point of the conversation, in every language; "anonymous" only in a complaint. */
export const commands = [
  'menu',
  'help',
  'help_me',
  'urgent',
  'person',
  'call',
  'language',
  'info',
  'back',
  'complaint',
  'stop',
  'start',
  'erase',
  'more',
  'my_data',
  'requests',
  'anonymous',
] as const;
export type Command = (typeof commands)[number];

/** Others who write, and other things they come with: each has a short branch of the conversation. */
export const branches = [
  'leaving',
  'relative_missing',
  'relative_returning',
  'foreigner',
  'for_other',
  'colleague',
  'journalist',
  'secrecy',
  'insult',
] as const;
export type Branch = (typeof branches)[number];

/** What somebody may tell has changed about how to reach them; read from `branches.json` too. */
export const changes = ['forgot_digits', 'new_number', 'new_place'] as const;
export type Change = (typeof changes)[number];

/** Kinds of danger that a message can tell of; each is answered in its own way. */
export const dangers = [
  'self_harm',
  'violence',
  'minor_alone',
  'medical',
  'trafficking',
  'no_shelter',
] as const;
export type Danger = (typeof dangers)[number];

/** The sixteen needs, used in forms, directory, desk and reports (DESIGN section 4). */
export const needs = [
  'housing',
  'food_water',
  'health',
  'psychosocial',
  'documents',
  'legal_justice',
  'education_children',
  'training',
  'job',
  'business',
  'debt_finance',
  'social_protection',
  'family',
  'safety_protection',
  'disability',
  'other',
] as const;
export type Need = (typeof needs)[number];

export const placeLevels = ['region', 'departement', 'arrondissement', 'commune', 'town'] as const;
export type PlaceLevel = (typeof placeLevels)[number];

/** A name that a person may write for a place, as the understanding needs it. */
export interface PlaceName {
  readonly id: string;
  readonly name: string;
  readonly spellings: readonly string[];
  readonly level: PlaceLevel;
  readonly pcode: string;
  readonly departement: string | null;
  readonly region: string;
  readonly population: number | null;
}

/** An answer that may be picked: every label, synonym and number word that stands for it. */
export interface Choice {
  readonly id: string;
  readonly digit: string;
  readonly labels: readonly string[];
}

export type ChoiceReading =
  | { readonly chosen: readonly string[] }
  | { readonly between: readonly string[] }
  | null;

export interface PlaceReading {
  readonly place: PlaceName | null;
  readonly candidates: readonly PlaceName[];
}

/** A point in time that a message names, without a clock: how long ago, or a date as far as it is said. */
export type TimeReading =
  | { readonly ago: number; readonly unit: 'day' | 'week' | 'month' | 'year' }
  | { readonly year?: number; readonly month?: number; readonly day?: number };

/** Days on which a call may be asked for. */
export const callDays = [
  'today',
  'tomorrow',
  'after_tomorrow',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type CallDay = (typeof callDays)[number];

/** What a message means. Pure: same words, same answer; never throws, whatever the text. */
export interface Understanding {
  /** The language of a message; null when unsure, which means: ask, never guess. */
  language(text: string): { readonly language: TextLanguage | null; readonly confidence: number };
  /** A global word; with `strict` only the word itself counts, not a sentence around it. */
  command(
    text: string,
    language: TextLanguage,
  ): { readonly command: Command; readonly language?: TextLanguage } | null;
  /** Which of the choices is meant; `several` allows more than one, in the order written ("25", "1 et 3"). */
  choice(text: string, choices: readonly Choice[], language: TextLanguage, several?: boolean): ChoiceReading;
  number(text: string, language: TextLanguage): number | null;
  yesNo(text: string, language: TextLanguage): boolean | null;
  /** An age in years said or typed ("j'ai 16 ans", "16", "am naa 16 at"); null when none is. */
  age(text: string, language: TextLanguage): number | null;
  place(text: string, language: TextLanguage): PlaceReading;
  /** A danger told unasked; `because` is the phrase that set it off, for the caseworker. */
  danger(text: string, language: TextLanguage): { readonly danger: Danger; readonly because: string } | null;
  intent(
    text: string,
    language: TextLanguage,
  ): { readonly intent: string | null; readonly best: readonly { intent: string; confidence: number }[] };
  /** "Awa demain 15h" → name, day and hour (24-hour clock, "15:00"); a part that is not there is left out. */
  nameAndHour(
    text: string,
    language: TextLanguage,
  ): { readonly name?: string; readonly day?: CallDay; readonly hour?: string };
}

/** What is read beside the answers of the conversation. */
export interface WiderUnderstanding extends Understanding {
  /** "il y a deux mois", "mars 2024", "hier", "démb"; null when no time is named. */
  time(text: string, language: TextLanguage): TimeReading | null;
  /** Every need that a message tells of ("plus de carte d'identité et je veux apprendre la soudure"), in the order told. */
  needs(text: string, language: TextLanguage): readonly Need[];
  /** The information sheets nearest to a question, best first; empty when none is near. */
  topics(
    text: string,
    language: TextLanguage,
  ): readonly { readonly topic: string; readonly nearness: number }[];
  /** The message without names, numbers and places, for learning from; null when it is better not kept. */
  nameless(text: string): string | null;
  /** Who writes or what they come with, from the phrases of `branches.json`; null: nothing of these. */
  branch(text: string): Branch | null;
  /** A new number, a new place to live, four digits forgotten; from the phrases of `branches.json`. */
  change(text: string): Change | null;
  /** A greeting and nothing else, in any language. */
  greeting(text: string): boolean;
  /** Thanks or an OK and nothing else, in any language. */
  thanks(text: string): boolean;
}
