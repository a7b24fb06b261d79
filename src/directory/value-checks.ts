import type { Fault } from '../fault.ts';
import { type Country, isNumber } from './country.ts';
import { isDay, isDayOrLess } from './day.ts';

/** What is wrong with a value: in words for files and terminals, as a code for pages in other languages. */
export type Wrong = Pick<Fault, 'message' | 'code' | 'values'>;

/** A `Wrong`, from its code and words. */
export function wrong(
  code: string,
  message: string,
  values: Readonly<Record<string, string>> = {},
): Wrong & { readonly code: string } {
  return { code, message, values };
}

const oldest = 120;

/** An age in whole years, as text. */
export function ageWrong(value: string): Wrong | null {
  if (!/^\d{1,3}$/.test(value)) return wrong('age', `“${value}” is no age in whole years`, { value });
  if (Number(value) > oldest)
    return wrong('age_high', `nobody is ${value}: at most ${oldest} years`, { value });
  return null;
}

/** Two ages that do not bound anything; what is no age at all is told by `ageWrong`. */
export function agesWrong(minimum: string, maximum: string): Wrong | null {
  if (!minimum || !maximum || ageWrong(minimum) || ageWrong(maximum)) return null;
  if (Number(minimum) <= Number(maximum)) return null;
  const message = `the lowest age (${minimum}) is above the highest (${maximum}): are they swapped?`;
  return wrong('ages_swapped', message, { minimum, maximum });
}

/** The day on which an entry was checked: a whole day of the calendar, not after today where that is known. */
export function assuredWrong(value: string, today: string | undefined): Wrong | null {
  if (!isDay(value)) return wrong('day', `“${value}” is no day: write it as 2026-11-21`, { value });
  return toCome(value, today);
}

/** The date of a source may be words ("vers 2013"); where it is written as a date it must be one. */
export function sourceDateWrong(value: string, today: string | undefined): Wrong | null {
  if (!/^\d{4}[-/]?[\d-/]*$/.test(value)) return null;
  if (!isDayOrLess(value))
    return wrong('day_or_less', `“${value}” is no date: 2024, 2024-11 or 2024-11-05`, { value });
  return toCome(value, today);
}

function toCome(value: string, today: string | undefined): Wrong | null {
  if (today === undefined || value <= today.slice(0, value.length)) return null;
  return wrong('to_come', `“${value}” is still to come`, { value });
}

/** A telephone number of a country. */
export function phoneWrong(value: string, country: Country): Wrong | null {
  if (isNumber(value, country)) return null;
  return wrong('no_phone', `“${value}” is no telephone number of ${country.name}`, { value });
}
