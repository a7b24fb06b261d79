const dayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const frenchDayNames = ['Lu', 'Ma', 'Me', 'Je', 'Ve', 'Sa', 'Di'];
const dayMinutes = 1440;

/** A stretch of a weekday (0 Monday … 6 Sunday) in minutes from midnight; up to 1440. */
export interface OpenSpan {
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** Hours of the week, as read from "always" or "Mo-Fr 08:00-17:00; Sa 09:00-12:00". */
export interface OpeningHours {
  readonly spans: readonly OpenSpan[];
}

/** Opening hours, or everything that is wrong with them. */
export type HoursReading =
  | { readonly hours: OpeningHours }
  | { readonly faults: readonly [string, ...string[]] };

/**
 * Reads opening hours in the way of OpenStreetMap: "always", or rules parted by `;`, each with days (`Mo-Fr`,
 * `Mo,We`, left out: every day) and times (`08:00-12:00,14:00-17:00`; past midnight: `22:00-06:00`). French days and hours (`Lu-Ve 8h-17h30`) are read as well.
 */
export function parseOpeningHours(text: string): HoursReading {
  const trimmed = text.trim();
  if (/^(always|24\/7)$/i.test(trimmed))
    return { hours: { spans: dayNames.map((_, day) => ({ day, from: 0, to: dayMinutes })) } };
  const faults: string[] = [];
  const rules = trimmed.split(';').map((rule) => rule.trim());
  const spans = rules.filter((rule) => rule !== '').flatMap((rule) => readRule(rule, faults));
  if (spans.length === 0 && faults.length === 0) faults.push('no hours given');
  const [first, ...others] = faults;
  if (first) return { faults: [`${first} (write "always" or for example "Mo-Fr 08:00-17:00")`, ...others] };
  return { hours: { spans: [...spans].sort((a, b) => a.day - b.day || a.from - b.from) } };
}

function readRule(rule: string, faults: string[]): OpenSpan[] {
  const [, days = '', times = ''] = /^([A-Za-z][A-Za-z,\-\s]*)?\s*(.*)$/.exec(rule) ?? [];
  const open = days.trim() === '' ? dayNames.map((_, day) => day) : readDays(days, faults);
  if (times.trim() === '') faults.push(`"${rule}" has no times`);
  const stretches = times.trim() === '' ? [] : readTimes(times, faults);
  return open.flatMap((day) => stretches.flatMap(([from, to]) => acrossMidnight(day, from, to)));
}

function readDays(text: string, faults: string[]): number[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [from, to = from, ...more] = part.split('-').map((name) => dayOf(name, faults));
      if (more.length > 0) faults.push(`"${part}" names more than two days: write Mo-Fr or Mo,We,Fr`);
      if (from === undefined || to === undefined || more.length > 0) return [];
      const length = ((to - from + 7) % 7) + 1;
      return Array.from({ length }, (_, i) => (from + i) % 7);
    });
}

function dayOf(name: string, faults: string[]): number | undefined {
  for (const names of [dayNames, frenchDayNames]) {
    const day = names.findIndex((known) => known.toLowerCase() === name.trim().toLowerCase());
    if (day >= 0) return day;
  }
  faults.push(`"${name.trim()}" is no day: use ${dayNames.join(' ')}`);
  return undefined;
}

function readTimes(text: string, faults: string[]): [number, number][] {
  return text.split(',').flatMap((part): [number, number][] => {
    const match = /^\s*(\d{1,2})(?::|h)(\d{2})?\s*-\s*(\d{1,2})(?::|h)(\d{2})?\s*$/i.exec(part);
    const [from, to] = match ? [minutes(match[1], match[2]), minutes(match[3], match[4])] : [null, null];
    if (from !== null && to !== null && from !== to && from < dayMinutes) return [[from, to]];
    faults.push(`"${part.trim()}" is no time span: write 08:00-17:00`);
    return [];
  });
}

function minutes(hour: string | undefined, minute: string | undefined): number | null {
  const [h, m] = [Number(hour), Number(minute ?? 0)];
  return m < 60 && (h < 24 || (h === 24 && m === 0)) ? h * 60 + m : null;
}

function acrossMidnight(day: number, from: number, to: number): OpenSpan[] {
  if (to > from) return [{ day, from, to }];
  const tomorrow = { day: (day + 1) % 7, from: 0, to };
  return [{ day, from, to: dayMinutes }, ...(to > 0 ? [tomorrow] : [])];
}

/** A stretch of time with a beginning and an end, both moments. */
export interface OpenStretch {
  readonly from: Date;
  readonly to: Date;
}

/** The open stretches from the local day of `at` on, for that day and the eight that follow. */
export function stretchesFrom(hours: OpeningHours, at: Date, timeZone: string): OpenStretch[] {
  const today = localDay(at, timeZone);
  return Array.from({ length: 9 }, (_, ahead) => ahead).flatMap((ahead) => {
    const date = new Date(today.getTime() + ahead * dayMinutes * 60_000);
    const weekday = (date.getUTCDay() + 6) % 7;
    return hours.spans
      .filter((span) => span.day === weekday)
      .map((span) => ({ from: moment(date, span.from, timeZone), to: moment(date, span.to, timeZone) }));
  });
}

/** Whether it is open at this moment; the closing minute itself is closed. */
export function isOpenAt(hours: OpeningHours, at: Date, timeZone: string): boolean {
  return stretchesFrom(hours, at, timeZone).some(({ from, to }) => from <= at && at < to);
}

/** When it is open next: the moment itself while it is open. */
export function nextOpening(hours: OpeningHours, at: Date, timeZone: string): Date {
  const next = stretchesFrom(hours, at, timeZone).find(({ to }) => at < to);
  if (!next) throw new Error('Opening hours without any hours.');
  return next.from <= at ? at : next.from;
}

/** Midnight of the local day as if it were UTC: days can be counted on it. */
export function localDay(at: Date, timeZone: string): Date {
  const local = at.getTime() + offsetMs(at, timeZone);
  return new Date(local - (((local % 86_400_000) + 86_400_000) % 86_400_000));
}

/** "2026-11-25" and "15:00" as the clock of the zone shows them; null when they are no day or time. */
export function localMoment(day: string, time: string, timeZone: string): Date | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(date.getTime()) || !hours || !minutes) return null;
  return moment(date, Number(hours) * 60 + Number(minutes), timeZone);
}

/** The moment when the clock of the zone shows these minutes of this local day. */
function moment(day: Date, minute: number, timeZone: string): Date {
  const local = day.getTime() + minute * 60_000;
  const guess = new Date(local - offsetMs(new Date(local), timeZone));
  return new Date(local - offsetMs(guess, timeZone));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clock of the zone is ahead of UTC at this moment. */
function offsetMs(at: Date, timeZone: string): number {
  if (timeZone === 'UTC' || timeZone === 'Africa/Dakar') return 0;
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : 0;
}
