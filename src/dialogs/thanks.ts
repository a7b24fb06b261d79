import type { CaseWords } from '../handoff/case.ts';
import type { Say } from '../language/say.ts';
import type { Context } from './dialog.ts';
import { languageOf } from './facts.ts';
import { lines } from './lines.ts';
import { dateOf, whenSay } from './when.ts';

/** Longest name said back in a text: what is longer no longer fits one SMS. */
const longestName = 12;

/**
 * The name and hour in "Awa 15h"; what is neither is kept as the person's own words. A day ("demain") counts from when it
 * was said, and stands as a date before the hour.
 */
export function nameAndHour(context: Context, text: string, said = context.now): CaseWords {
  const language = languageOf(context.facts);
  // "non" alone is no name, in no language
  if (!/\s/.test(text.trim()) && context.understand.yesNo(text, language) !== null) return {};
  const { name, day, hour: clock } = context.understand.nameAndHour(text, language);
  const hour = [day ? dateOf(context, day, said) : '', clock].filter(Boolean).join(' ');
  const ownWords = text.trim() && !name && !hour ? { ownWords: [text.trim()] } : {};
  return { ...(name ? { name } : {}), ...(hour ? { hour } : {}), ...ownWords };
}

/**
 * The last text of a hand-off: by name where one was given, who calls when, no money, the emergency line. `full` is a
 * longer wording, said where it still fits one SMS.
 */
export function thanks(context: Context, key: string, { name }: CaseWords, full?: string): Say {
  const spoken = { key: `bot.spoken.${context.facts.spokenLanguage ?? 'other'}` };
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('normal');
  const values = { spoken, when: whenSay(context, due), lines: lines(context, ['urgent', 'medical']) };
  if (!name) return { key: unnamed(key), values };
  const named = (wording: string) => ({
    key: wording,
    values: { ...values, name: name.slice(0, longestName) },
  });
  return full && context.fits([named(full)], context.facts) ? named(full) : named(key);
}

/** The last text for who is answered in writing: the case, when, no money, the emergency line. */
export function thanksByMessage(context: Context): Say {
  const { code = '', dueAt = context.duty.dueAt('normal') } = context.facts.case ?? {};
  const values = { code, when: whenSay(context, dueAt), lines: lines(context, ['urgent', 'medical']) };
  return { key: 'bot.handoff.done_message', values };
}

function unnamed(key: string): string {
  return `${key}_unnamed`;
}
