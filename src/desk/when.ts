import { isDayOrLess } from '../directory/day.ts';
import type { Texts } from './texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Writes moments as people at the desk read them, in one time zone. */
export interface When {
  /** "14:05" today, "mar. 14:05" this week, "3 nov. 14:05" before. */
  moment(at: Date): string;
  /** "mardi 3 novembre 2026, 14:05". */
  full(at: Date): string;
  date(at: Date): string;
  /** A day, month or year as the directory writes it (2024-11 → "novembre 2024"); what is none stays as it is. */
  day(written: string): string;
  /** "dans 3 h", "en retard de 2 h". */
  due(at: Date): string;
  isLate(at: Date): boolean;
  /** "il y a 5 min". */
  ago(at: Date): string;
}

/** How much of a date is said, by the length of what is written. */
const writtenAs = {
  4: { year: 'numeric' },
  7: { month: 'long', year: 'numeric' },
  10: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Readonly<Record<number, Intl.DateTimeFormatOptions>>;

/** Moments seen from `now`. */
export function whenFrom(now: Date, timeZone: string, t: Texts): When {
  const format = (options: Intl.DateTimeFormatOptions) => formatOf(t.language, { timeZone, ...options });
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const near = (at: Date) => {
    const distance = Math.abs(at.getTime() - now.getTime());
    if (date.format(at) === date.format(now)) return '';
    if (distance < 6 * day) return `${format({ weekday: 'short' }).format(at)} `;
    return `${format({ day: 'numeric', month: 'short' }).format(at)} `;
  };
  return {
    moment: (at) => `${near(at)}${clock.format(at)}`,
    full: (at) => format({ dateStyle: 'full', timeStyle: 'short' }).format(at),
    date: (at) => date.format(at),
    day: (written) => {
      if (!isDayOrLess(written)) return written;
      // What is written is a day, not a moment: it is the same in every time zone.
      const parts = { timeZone: 'UTC', ...writtenAs[written.length as keyof typeof writtenAs] };
      return formatOf(t.language, parts).format(new Date(written));
    },
    due: (at) => {
      const late = at < now;
      return t(late ? 'when.late' : 'when.in', { span: span(Math.abs(at.getTime() - now.getTime()), t) });
    },
    isLate: (at) => at < now,
    ago: (at) => t('when.ago', { span: span(Math.max(0, now.getTime() - at.getTime()), t) }),
  };
}

/** Whole days are counted down, so that nobody believes to have a day more than there is. */
function span(ms: number, t: Texts): string {
  if (ms < hour) return t('when.minutes', { count: Math.max(1, Math.round(ms / minute)) });
  if (ms < 2 * day) return t('when.hours', { count: Math.round(ms / hour) });
  return t('when.days', { count: Math.floor(ms / day) });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than a row of the queue: each is made once. */
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known;
}
