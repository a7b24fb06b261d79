import i18next, { type i18n } from 'i18next';
import type { TextLanguage } from './languages.ts';
import type { Locales } from './locales.ts';
import { isCritical } from './review.ts';
import type { Look, Option, Render, Rendered, Say, Value } from './say.ts';
import { toGsm } from './sms.ts';
import { sourceLanguage } from './texts.ts';

type Label = Rendered['options'][number];

/**
 * Which drafts a channel lets out: `shown` all of them (simulator); `all` those that are not critical; `critical` none.
 * What may not go out is said in French (DESIGN section 6).
 */
export type Drafts = 'shown' | 'all' | 'critical';

/** Makes the function that puts says into words; builds an i18next instance of its own. */
export function createRender(locales: Locales, drafts: Drafts = 'shown'): Render {
  const words = createWords(locales);
  return (says, language, look) => {
    const spoken = says.map((say) => {
      return sayOne(
        words,
        say,
        goesOut(locales, drafts, say, language, look) ? language : sourceLanguage,
        look,
      );
    });
    const text = spoken.map((one) => one.text).filter((part) => part !== '');
    const joined = text.join(look === 'sms' ? ' ' : '\n\n');
    const options = spoken.flatMap((one) => one.options);
    const pin = look === 'whatsapp' ? says.find((say) => say.pin)?.pin : undefined;
    return { text: look === 'sms' ? toGsm(joined) : joined, language, options, ...(pin ? { pin } : {}) };
  };
}

/** A say is told in one language: with one part that may not go out, all of it is said in French. */
function goesOut(locales: Locales, drafts: Drafts, say: Say, language: TextLanguage, look: Look): boolean {
  if (drafts === 'shown' || language === sourceLanguage) return true;
  return keysOf(say).every((key) => {
    const written = writtenKey(locales, key, language, look);
    if (written === undefined || locales.reviews.isReviewed(language, written)) return true;
    return drafts === 'all' && !isCritical(key);
  });
}

function keysOf(value: Value): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [];
  if ('list' in value) return value.list.flatMap(keysOf);
  const options = value.options?.map((option) => option.key) ?? [];
  return [value.key, ...options, ...Object.values(value.values ?? {}).flatMap(keysOf)];
}

/** The key as it stands in the file for this channel, plural forms included; undefined: French is said anyway. */
function writtenKey({ texts }: Locales, key: string, language: TextLanguage, look: Look): string | undefined {
  const own = texts.get(language);
  const variants = [`${key}_${look}`, key, `${key}_${look}_other`, `${key}_other`];
  return variants.find((variant) => own?.has(variant));
}

function createWords(locales: Locales): i18n {
  const resources = Object.fromEntries(
    [...locales.texts].map(([language, texts]) => [language, { texts: Object.fromEntries(texts) }]),
  );
  const words = i18next.createInstance();
  void words.init({
    resources,
    initAsync: false,
    defaultNS: 'texts',
    ns: ['texts'],
    fallbackLng: sourceLanguage,
    // keys are stored whole ("bot.consent.ask"): one look-up instead of a walk
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
  });
  return words;
}

function sayOne(
  words: i18n,
  say: Say,
  language: TextLanguage,
  look: Look,
): { text: string; options: readonly Label[] } {
  const options = (say.options ?? []).map((option) => label(words, option, language, look));
  const values = Object.entries(say.values ?? {}).map(([name, value]) => {
    return [name, typeof value === 'number' ? value : inWords(words, value, language, look)] as const;
  });
  const placed = optionsText(options, look);
  const told = translate(words, say.key, language, look, {
    ...Object.fromEntries(values),
    ...(options.length > 0 && { options: marker }),
  });
  return { text: placeOptions(told, placed, look), options };
}

function translate(words: i18n, key: string, lng: TextLanguage, look: Look, values: object): string {
  const filled = Object.entries(values).map(([name, value]) => [name, value === '' ? nothing : value]);
  const told = words.t(key, { ...Object.fromEntries(filled), lng, context: look, nest: false });
  return String(told).replace(nothingAndSpace, '');
}

function inWords(words: i18n, value: Value, language: TextLanguage, look: Look): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('list' in value) {
    return value.list.map((item) => inWords(words, item, language, look)).join(value.join ?? ', ');
  }
  return sayOne(words, value, language, look).text;
}

function label(words: i18n, option: Option, language: TextLanguage, look: Look): Label {
  return {
    id: option.id,
    digit: option.digit,
    label: translate(words, option.key, language, look, option.values ?? {}),
  };
}

/** Stands for an empty value (no emergency line known here), so that it takes the space after it along. */
const nothing = '\u0001';
const nothingAndSpace = new RegExp(`${nothing} ?`, 'g');

/** Stands for the options until the text around them is known; no person can type it. */
const marker = '\u0000';

function optionsText(options: readonly Label[], look: Look): string {
  return options.map(({ digit, label }) => `${digit} ${label}`).join(look === 'sms' ? ' ' : '\n');
}

/** SMS: all in one line. WhatsApp: the options on lines of their own, what follows them below. */
function placeOptions(told: string, options: string, look: Look): string {
  if (options === '') return told.trim();
  const [before = '', ...after] = told.split(marker);
  const rest = after.join('').trim();
  if (look === 'sms')
    return `${before.trimEnd()} ${options}${/^[.,;:!?]/.test(rest) ? rest : ` ${rest}`}`.trim();
  return [before.trim(), options, rest.replace(/^[.,;:]\s*/, '')].filter((part) => part !== '').join('\n');
}
