import { isOpenAt, type OpeningHours } from './opening-hours.ts';

const from = 7 * 60;
const to = 21 * 60;
const awake: OpeningHours = { spans: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from, to })) };

/** Between nine in the evening and seven in the morning nothing is sent that was not just asked for. */
export function isQuiet(at: Date, timeZone: string): boolean {
  return !isOpenAt(awake, at, timeZone);
}
