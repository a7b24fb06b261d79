/** Languages a text can be written in. */
export const textLanguages = ['fr', 'wo', 'ff', 'en', 'srr', 'mnk', 'snk', 'dyo'] as const;
export type TextLanguage = (typeof textLanguages)[number];

/** Whether a word is the code of such a language. */
export function isTextLanguage(code: string): code is TextLanguage {
  return (textLanguages as readonly string[]).includes(code);
}

/** Languages an adviser may speak with a person; `other` leads to a human who finds out which. */
export const spokenLanguages = ['fr', 'wo', 'ff', 'srr', 'mnk', 'snk', 'dyo', 'en', 'other'] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

/**
 * Languages of which only single words are attested: texts are French around them, and whoever names one is offered a
 * person who speaks it, whatever languages a deployment writes in.
 */
export const wordsOnly: readonly TextLanguage[] = ['srr', 'mnk', 'snk', 'dyo'];
