import type { FastifyRequest } from 'fastify';
import { isTextLanguage, type TextLanguage } from '../language/languages.ts';
import type { Locales } from '../language/locales.ts';

/** The words of a page for actors, by key, with values for `{{name}}`. */
export interface PageText {
  (key: string, values?: Readonly<Record<string, string>>): string;
  readonly language: TextLanguage;
  /** The other languages that the page can be read in, by the name of each in itself. */
  readonly others: readonly (readonly [TextLanguage, string])[];
}

/** The words of a page in the language that its reader wants. */
export type PageTexts = (request: FastifyRequest) => PageText;

/**
 * Words of the pages for actors (`locales/<code>/actors.json`): in the language that was chosen on the page, else in the
 * first that the browser asks for and that exists, else in the country's own.
 */
export function pageTexts(locales: Locales, country: { readonly languages: readonly string[] }): PageTexts {
  const there = locales.languages.filter((code) => locales.texts.get(code)?.has('actors.other_language'));
  const own = country.languages.filter(isTextLanguage).find((code) => there.includes(code)) ?? 'fr';
  return (request) => {
    const { lang } = request.query as { readonly lang?: unknown };
    const wanted = [lang, ...acceptedBy(request)].find((code) => there.some((each) => each === code));
    return textIn(locales, (wanted as TextLanguage | undefined) ?? own, there);
  };
}

function acceptedBy(request: FastifyRequest): string[] {
  return (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase());
}

function textIn(locales: Locales, language: TextLanguage, there: readonly TextLanguage[]): PageText {
  const find = (code: TextLanguage, key: string) => locales.texts.get(code)?.get(`actors.${key}`);
  const say = (key: string, values: Readonly<Record<string, string>> = {}) =>
    (find(language, key) ?? find('fr', key) ?? key).replaceAll(
      /\{\{(\w+)\}\}/g,
      (_, name: string) => values[name] ?? '',
    );
  const others = there
    .filter((code) => code !== language)
    .map((code) => [code, find(code, 'other_language') ?? code] as const);
  return Object.assign(say, { language, others });
}
