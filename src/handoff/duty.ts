import type { Priority } from './case.ts';
import {
  isOpenAt,
  localDay,
  nextOpening,
  type OpeningHours,
  type OpenSpan,
  type OpenStretch,
  stretchesFrom,
} from './opening-hours.ts';

/** When a human can answer, as a conversation may promise it. Reads no clock: it is made for one moment. */
export interface Duty {
  /** Somebody on the roster is on duty now. */
  readonly onDuty: boolean;
  /** The service is open now, by its opening hours. */
  readonly open: boolean;
  /** Opening hours of this day, or of the next day that has any, for people to read: "08:00" and "17:00". */
  readonly opens: string;
  readonly closes: string;
  /** First and last weekday of the opening hours (0 Monday … 6 Sunday), for "lundi-vendredi". */
  readonly days: { readonly from: number; readonly to: number };
  /** When the service opens next (now, when it is open). */
  readonly opensAt: Date;
  /** When somebody of the roster is on duty next (now, when somebody is); without a roster when the service opens. */
  readonly onDutyAt: Date;
  /** First contact due: emergency and minors now, urgent the same working day, normal two working days. */
  dueAt(priority: Priority): Date;
}

/** Somebody who can be told of a danger. */
export interface RosterEntry {
  readonly id: number;
  readonly name: string;
  readonly hours: OpeningHours;
  /** Their account on the desk, if they have one. */
  readonly userId: string | null;
}

/** With less than this left before closing, "today" could not be kept any more. */
const leastLeftMs = 3_600_000;
const workingDays = 2;

/** What may be promised at this moment, from the roster and the opening hours. */
export function dutyAt(
  roster: readonly RosterEntry[],
  openingHours: OpeningHours,
  now: Date,
  timeZone: string,
): Duty {
  const stretches = stretchesFrom(openingHours, now, timeZone);
  const onDutyAt = nextDuty(roster, now, timeZone);
  const shown = shownSpans(openingHours, now, timeZone);
  return {
    onDuty: peopleOnDuty(roster, now, timeZone).length > 0,
    open: isOpenAt(openingHours, now, timeZone),
    opens: clock(shown[0]!.from),
    closes: clock(shown.at(-1)!.to),
    days: { from: openingHours.spans[0]!.day, to: openingHours.spans.at(-1)!.day },
    opensAt: nextOpening(openingHours, now, timeZone),
    onDutyAt: onDutyAt ?? nextOpening(openingHours, now, timeZone),
    dueAt: (priority) => {
      if (priority === 'emergency') return onDutyAt ?? nextOpening(openingHours, now, timeZone);
      return priority === 'urgent'
        ? endOfOpening(stretches, now)
        : afterWorkingDays(stretches, now, timeZone);
    },
  };
}

/** Who is on duty now, in the order of the roster: the order in which they are told. */
export function peopleOnDuty(roster: readonly RosterEntry[], now: Date, timeZone: string): RosterEntry[] {
  return roster.filter((entry) => isOpenAt(entry.hours, now, timeZone));
}

/** When anybody of the roster is on duty next; null without a roster. */
export function nextDuty(roster: readonly RosterEntry[], now: Date, timeZone: string): Date | null {
  const times = roster.map((entry) => nextOpening(entry.hours, now, timeZone).getTime());
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** Urgent: before this opening ends; too short before closing, before the next one ends. */
function endOfOpening(stretches: readonly OpenStretch[], now: Date): Date {
  const next = stretches.find(({ to }) => to.getTime() - now.getTime() >= leastLeftMs);
  return (next ?? stretches.at(-1)!).to;
}

/** Normal: the closing of the second working day after this one. */
function afterWorkingDays(stretches: readonly OpenStretch[], now: Date, timeZone: string): Date {
  const today = localDay(now, timeZone).getTime();
  const closing = new Map<number, Date>();
  for (const { from, to } of stretches) {
    const day = localDay(from, timeZone).getTime();
    if (day > today) closing.set(day, to);
  }
  return [...closing.values()][workingDays - 1] ?? oneWeekOn(closing, stretches);
}

/** A service that opens on one day of the week only reaches two working days in a fortnight. */
function oneWeekOn(closing: ReadonlyMap<number, Date>, stretches: readonly OpenStretch[]): Date {
  const last = [...closing.values()].at(-1) ?? stretches.at(-1)!.to;
  return new Date(last.getTime() + 7 * 86_400_000);
}

function shownSpans(hours: OpeningHours, now: Date, timeZone: string): OpenSpan[] {
  const today = (localDay(now, timeZone).getUTCDay() + 6) % 7;
  for (let ahead = 0; ahead < 7; ahead++) {
    const spans = hours.spans.filter((span) => span.day === (today + ahead) % 7);
    if (spans.length > 0) return spans;
  }
  throw new Error('Opening hours without any hours.');
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
