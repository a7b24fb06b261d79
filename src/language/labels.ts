import type { TextLanguage } from './languages.ts';
import type { Locales } from './locales.ts';

/** Every wording of a label in the person's language and in French, the channels' variants included. */
export function labelsFrom(
  locales: Locales,
): (language: TextLanguage | null) => (key: string) => readonly string[] {
  return (language) => (key) => {
    const wordings = [language ?? 'fr', 'fr' as const].flatMap((code) => {
      const texts = locales.texts.get(code);
      return [texts?.get(key), texts?.get(`${key}_sms`), texts?.get(`${key}_whatsapp`)];
    });
    return [...new Set(wordings.filter((wording) => wording !== undefined))];
  };
}
