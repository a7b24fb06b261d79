import type { ScheduleRecord } from './records.ts';

/**
 * Opening hours as people write them, and whether a service is open. Written: rules parted by semicolons, `always`,
 * `Mo-Fr 08:00-17:00`, `Lu-Ve 8h-12h, 14h30-17h`, with days in English or French; a rule that begins with a date or
 * two (`2027-02-08..2027-03-09 Mo-Fr 09:00-14:00 (Ramadan)`, `2026-12-25 closed (Noël)`) replaces the others in those days.
 */
export type OpeningRule = Pick<
  ScheduleRecord,
  'valid_from' | 'valid_to' | 'freq' | 'byday' | 'opens_at' | 'closes_at' | 'description' | 'closed'
>;

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

const dayNames: Readonly<Record<string, number>> = {
  mo: 0,
  tu: 1,
  we: 2,
  th: 3,
  fr: 4,
  sa: 5,
  su: 6,
  lu: 0,
  ma: 1,
  me: 2,
  je: 3,
  ve: 4,
  di: 6,
};

/** Reads opening hours; null when a part of them cannot be read. */
export function readOpening(text: string): readonly OpeningRule[] | null {
  const rules = text.split(';').flatMap((part) => readRule(part.trim()) ?? [null]);
  return rules.every((rule) => rule !== null) ? rules : null;
}

const rulePattern = /^(?:(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?\s+)?(.*?)(?:\s*\((.+)\))?$/;

function readRule(text: string): OpeningRule[] | null {
  const match = rulePattern.exec(text);
  if (!match || text === '') return null;
  const [, from, to, body = '', description] = match;
  const dates = { valid_from: from ?? null, valid_to: to ?? from ?? null, description: description ?? null };
  if (/^(closed|fermé)$/i.test(body)) {
    return [{ ...dates, freq: null, byday: null, opens_at: null, closes_at: null, closed: true }];
  }
  return readWeekly(body)?.map((weekly) => ({ ...dates, ...weekly })) ?? null;
}

function readWeekly(body: string): Omit<OpeningRule, 'valid_from' | 'valid_to' | 'description'>[] | null {
  const weekly = { freq: 'WEEKLY', closed: false } as const;
  if (/^(always|24h?\/24)$/i.test(body)) {
    return [{ ...weekly, byday: weekdays.join(','), opens_at: '00:00', closes_at: '23:59' }];
  }
  const [, days = '', hours = ''] = /^([a-zéû,-]+(?:\s*,\s*[a-z-]+)*)\s+(\d.*)$/i.exec(body) ?? [];
  const byday = readDays(days);
  const spans = hours.split(',').map(readSpan);
  if (!byday || spans.some((span) => span === null)) return null;
  return spans.map((span) => ({ ...weekly, byday, opens_at: span![0], closes_at: span![1] }));
}

function readDays(text: string): string | null {
  const days = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const [first, last = first] = part
      .trim()
      .split('-')
      .map((name) => dayNames[name.slice(0, 2)]);
    if (first === undefined || last === undefined) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return weekdays.filter((_, day) => days.has(day)).join(',');
}

function readSpan(text: string): [string, string] | null {
  const match = /^(\d{1,2})(?:[:h](\d\d)?)?\s*-\s*(\d{1,2})(?:[:h](\d\d)?)?$/i.exec(text.trim());
  if (!match) return null;
  const [opens, closes] = [clock(match[1]!, match[2]), clock(match[3]!, match[4])];
  return opens && closes && opens < closes ? [opens, closes] : null;
}

function clock(hour: string, minute = '00'): string | null {
  if (Number(hour) > 24 || Number(minute) > 59) return null;
  if (Number(hour) === 24) return '23:59';
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** Day and minute of a moment where the service stands. */
export interface LocalTime {
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly clock: string;
}

/** The moment as the clock on the wall of a time zone shows it. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = formatFor(timeZone).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return { date, weekday: weekdayOf(date), clock: `${part('hour')}:${part('minute')}` };
}

// Making a formatter takes far longer than using it.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = '2-digit';
  const day = { year: 'numeric', month: two, day: two } as const;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...day,
    timeZone,
    hour: two,
    minute: two,
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export interface Opening {
  /** Null when no hours are known: never guessed. */
  readonly openNow: boolean | null;
  /** When it opens next, in local time; null when open, unknown, or not within a week. */
  readonly next: { readonly date: string; readonly clock: string } | null;
}

/** Whether something with these hours is open, and if not, when next. */
export function openingAt(rules: readonly OpeningRule[], now: LocalTime): Opening {
  if (!rules.some((rule) => rule.closed || rule.opens_at)) return { openNow: null, next: null };
  const today = spansOn(rules, now.date, now.weekday);
  if (today.some(([opens, closes]) => opens <= now.clock && now.clock <= closes))
    return { openNow: true, next: null };
  const later = today.find(([opens]) => opens > now.clock);
  if (later) return { openNow: false, next: { date: now.date, clock: later[0] } };
  return { openNow: false, next: nextOpening(rules, now) };
}

function nextOpening(rules: readonly OpeningRule[], now: LocalTime): Opening['next'] {
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const date = new Date(Date.parse(`${now.date}T00:00:00Z`) + ahead * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const first = spansOn(rules, date, (now.weekday + ahead) % 7)[0];
    if (first) return { date, clock: first[0] };
  }
  return null;
}

/** The hours of one day, in order: dated rules, where any holds, stand instead of the ordinary ones. */
function spansOn(
  rules: readonly OpeningRule[],
  date: string,
  weekday: number,
): (readonly [string, string])[] {
  const dated = rules.filter(
    (rule) => rule.valid_from && rule.valid_from <= date && date <= (rule.valid_to ?? date),
  );
  return (dated.length > 0 ? dated : rules.filter((rule) => !rule.valid_from))
    .filter(
      (rule) =>
        rule.freq !== 'MONTHLY' &&
        !rule.closed &&
        rule.opens_at &&
        rule.byday?.split(',').includes(weekdays[weekday]!),
    )
    .map((rule) => [rule.opens_at!.slice(0, 5), (rule.closes_at ?? '23:59').slice(0, 5)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
