/** Whether a text is a day of the calendar, as 2026-11-21; the 30th of February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The same where a year or a month is enough: 2024, 2024-11 or 2024-11-05. */
export function isDayOrLess(text: string): boolean {
  return /^\d{4}(-\d\d){0,2}$/.test(text) && isDay(`${text}-01-01`.slice(0, 10));
}
