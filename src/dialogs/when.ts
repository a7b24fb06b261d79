import type { Say } from '../language/say.ts';
import { type CallDay, callDays } from '../language/understanding.ts';
import type { Context } from './dialog.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const minute = 60_000;
const hourLate = 60 * minute;

interface LocalTime {
  readonly date: string;
  readonly day: (typeof days)[number];
  readonly hours: number;
  readonly minutes: number;
}

/** "before Tuesday 5 pm", as the roster can keep it: the phrase behind every {{when}}. */
export function whenSay(context: Context, promised: Date): Say {
  const { now, settings } = context;
  // A promise that was not kept is not repeated as "now".
  const late = now.getTime() - promised.getTime() > hourLate;
  const due = late ? context.duty.dueAt('urgent') : promised;
  if (due.getTime() - now.getTime() < 15 * minute) return soonest(context);
  // Nobody can call before somebody is on duty again: the first moment that can be kept, not "before" it.
  if (!context.duty.onDuty && due.getTime() === context.duty.onDutyAt.getTime())
    return opensSay(context, due);
  const at = localTime(due, settings.timeZone);
  const hour = hourSay(at);
  const daysAhead = daysBetween(localTime(now, settings.timeZone).date, at.date);
  if (daysAhead === 0) return { key: 'bot.when.today_before', values: { hour } };
  if (daysAhead === 1) return { key: 'bot.when.tomorrow_before', values: { hour } };
  return { key: 'bot.when.day_before', values: { day: { key: `bot.when.day.${at.day}` }, hour } };
}

/** "Now" is promised only while somebody is on duty; otherwise what the opening hours can keep. */
function soonest(context: Context): Say {
  const { duty } = context;
  if (duty.onDuty) return { key: 'bot.when.now' };
  if (!duty.open) return opensSay(context, duty.opensAt);
  const [hours = 17, minutes = 0] = duty.closes.split(':').map(Number);
  return { key: 'bot.when.today_before', values: { hour: hourSay({ hours, minutes }) } };
}

/** "tomorrow at 8 am": when the service opens. */
export function opensSay({ now, settings }: Context, at: Date): Say {
  return opensLocally(localTime(now, settings.timeZone), localTime(at, settings.timeZone));
}

/** "tomorrow at 8 am", from a day (YYYY-MM-DD) and an hour (HH:MM) on the clock of the country. */
export function opensOnSay({ now, settings }: Context, date: string, clock: string): Say {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return opensLocally(localTime(now, settings.timeZone), { date, day: weekday(date), hours, minutes });
}

/** The date of a day that was named at that moment, "25/11": the next one of that name, today included. */
export function dateOf({ settings }: Context, named: CallDay, said: Date): string {
  const today = localTime(said, settings.timeZone);
  const ahead = callDays.indexOf(named);
  // after "today", "tomorrow" and "after_tomorrow" come the days of the week from Monday
  const weekday = (ahead - firstWeekday + 1) % days.length;
  const daysAhead =
    ahead < firstWeekday ? ahead : (weekday - days.indexOf(today.day) + days.length) % days.length;
  const at = new Date(Date.parse(`${today.date}T00:00:00Z`) + daysAhead * 86_400_000);
  const [, month, day] = at.toISOString().slice(0, 10).split('-');
  return `${day}/${month}`;
}

const firstWeekday = callDays.indexOf('monday');

function opensLocally(now: LocalTime, local: LocalTime): Say {
  const hour = hourSay(local);
  const daysAhead = daysBetween(now.date, local.date);
  if (daysAhead === 0) return { key: 'bot.when.today_at', values: { hour } };
  if (daysAhead === 1) return { key: 'bot.when.tomorrow_at', values: { hour } };
  return { key: 'bot.when.day_at', values: { day: { key: `bot.when.day.${local.day}` }, hour } };
}

function hourSay({ hours, minutes }: Pick<LocalTime, 'hours' | 'minutes'>): Say {
  if (minutes === 0) return { key: 'bot.when.hour', values: { hours } };
  return { key: 'bot.when.hour_minutes', values: { hours, minutes: String(minutes).padStart(2, '0') } };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(at: Date, timeZone: string): LocalTime {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...parts });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${part.year}-${part.month}-${part.day}`;
  return {
    date,
    day: weekday(date),
    hours: Number(part.hour),
    minutes: Number(part.minute),
  };
}

function weekday(date: string): LocalTime['day'] {
  return days[new Date(`${date}T00:00:00Z`).getUTCDay()]!;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
