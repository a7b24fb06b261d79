import type { TextLanguage } from './languages.ts';

/** The two looks of a message: what fits an SMS and what WhatsApp can show. */
export type Look = 'sms' | 'whatsapp';

/** A point on the map with its name, where the channel can show one. */
export interface Pin {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
}

/** Something to fill into a text: plain text, a text of its own, or a list of them. */
export type Value = string | number | Say | { readonly list: readonly Value[]; readonly join?: string };

/** One answer that can be picked by digit, button or label; `key` names its label in the locale. */
export interface Option {
  readonly id: string;
  readonly digit: string;
  readonly key: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** What to say, never in words: a key of the locale files and what fills its placeholders. */
export interface Say {
  readonly key: string;
  readonly values?: Readonly<Record<string, Value>>;
  readonly options?: readonly Option[];
  readonly pin?: Pin;
}

/** A text ready for a channel, and the options it offers (already inside the text as `1 Oui 2 Non`). */
export interface Rendered {
  readonly text: string;
  readonly language: TextLanguage;
  readonly options: readonly { readonly id: string; readonly digit: string; readonly label: string }[];
  readonly pin?: Pin;
}

/** Puts the says of one turn into one text for one channel and language; `toChild` in the words for people under 18. */
export type Render = (
  says: readonly Say[],
  language: TextLanguage,
  look: Look,
  toChild?: boolean,
) => Rendered;
