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

/** What a deployment puts into any text that has a place for it: its own name, a town people know. */
export interface DeploymentNames {
  readonly controller: string;
  readonly example_place: string;
}

/** Makes the function that puts says into words; builds an i18next instance of its own. */
export function createRender(locales: Locales, names: DeploymentNames, drafts: Drafts = 'shown'): Render {
  const words = createWords(locales, names);
  return (says, language, look, toChild = false) => {
    const wished: Manner = { locales, words, language, look, toChild };
    const spoken = says.map((say) => {
      return sayOne(goesOut(wished, drafts, say) ? wished : { ...wished, language: sourceLanguage }, say);
    });
    const text = spoken.map((one) => one.text).filter((part) => part !== '');
    const joined = text.join(look === 'sms' ? ' ' : '\n\n');
    const options = spoken.flatMap((one) => one.options);
    const pin = look === 'whatsapp' ? says.find((say) => say.pin)?.pin : undefined;
    return { text: look === 'sms' ? toGsm(joined) : joined, language, options, ...(pin ? { pin } : {}) };
  };
}

/** How one text is said: in which language, for which channel, and whether to somebody under 18. */
interface Manner {
  readonly locales: Locales;
  readonly words: i18n;
  readonly language: TextLanguage;
  readonly look: Look;
  readonly toChild: boolean;
}

/** A say is told in one language: with one part that may not go out, all of it is said in French. */
function goesOut(manner: Manner, drafts: Drafts, say: Say): boolean {
  const { locales, language } = manner;
  if (drafts === 'shown' || language === sourceLanguage) return true;
  return keysOf(say).every((key) => {
    const written = writtenKey(manner, language, wording(manner, key));
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

/** The key as it stands in the file for this channel, plural forms included; undefined: the language lacks it. */
function writtenKey({ locales, look }: Manner, language: TextLanguage, key: string): string | undefined {
  const own = locales.texts.get(language);
  const variants = [`${key}_${look}`, key, `${key}_${look}_other`, `${key}_other`];
  return variants.find((variant) => own?.has(variant));
}

/** The key of the wording for children ("tu" beside "vous") where the language that is said has one of its own. */
function wording(manner: Manner, key: string): string {
  if (!manner.toChild) return key;
  const own = writtenKey(manner, manner.language, key) === undefined ? sourceLanguage : manner.language;
  const forChildren = `${key}_minor`;
  return writtenKey(manner, own, forChildren) === undefined ? key : forChildren;
}

function createWords(locales: Locales, names: DeploymentNames): i18n {
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
    interpolation: { escapeValue: false, skipOnVariables: true, defaultVariables: { ...names } },
  });
  return words;
}

function sayOne(manner: Manner, say: Say): { text: string; options: readonly Label[] } {
  const { look } = manner;
  const options = (say.options ?? []).map((option) => label(manner, option));
  const values = Object.entries(say.values ?? {}).map(([name, value]) => {
    return [name, typeof value === 'number' ? value : inWords(manner, value)] as const;
  });
  const placed = optionsText(options, look);
  const told = translate(manner, say.key, {
    ...Object.fromEntries(values),
    ...(options.length > 0 && { options: marker }),
  });
  return { text: placeOptions(told, placed, look), options };
}

function translate(manner: Manner, key: string, values: object): string {
  const filled = Object.entries(values).map(([name, value]) => [name, value === '' ? nothing : value]);
  const { words, language: lng, look: context } = manner;
  const told = words.t(wording(manner, key), { ...Object.fromEntries(filled), lng, context, nest: false });
  return String(told).replace(nothingAndSpace, '');
}

function inWords(manner: Manner, value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('list' in value) return value.list.map((item) => inWords(manner, item)).join(value.join ?? ', ');
  return sayOne(manner, value).text;
}

function label(manner: Manner, option: Option): Label {
  return {
    id: option.id,
    digit: option.digit,
    label: translate(manner, option.key, option.values ?? {}),
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
