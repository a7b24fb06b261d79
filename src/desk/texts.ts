import type { TextLanguage } from '../language/languages.ts';
import type { Locales } from '../language/locales.ts';

/** Words of the desk: `t('queue.title')`, with values for `{{name}}`; `count` picks the plural form. */
export type Texts = ((key: string, values?: Readonly<Record<string, string | number>>) => string) & {
  readonly language: TextLanguage;
  /** Whether a text exists, for codes that may be newer than their words. */
  readonly has: (key: string) => boolean;
};

const texts = new WeakMap<Locales, Map<TextLanguage, Texts>>();

/** The desk's texts in one language; a text that is missing there is said in French. */
export function deskTexts(locales: Locales, language: TextLanguage): Texts {
  const known = texts.get(locales) ?? new Map<TextLanguage, Texts>();
  texts.set(locales, known);
  const ready = known.get(language) ?? read(locales, language);
  known.set(language, ready);
  return ready;
}

function read(locales: Locales, language: TextLanguage): Texts {
  const plural = new Intl.PluralRules(language);
  const find = (key: string) =>
    locales.texts.get(language)?.get(`desk.${key}`) ?? locales.texts.get('fr')?.get(`desk.${key}`);
  const say = (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const counted = typeof values.count === 'number' ? find(`${key}_${plural.select(values.count)}`) : null;
    const text =
      counted ?? (values.count === undefined ? undefined : find(`${key}_other`)) ?? find(key) ?? key;
    return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
  return Object.assign(say, { language, has: (key: string) => find(key) !== undefined });
}
