import { bandOf } from './progress.ts';

/** Where the bands begin in which an adult's age is kept, as the full form has them. */
export const adultBands: readonly number[] = [18, 25, 36, 60];

/** Everything an age may be kept and passed on as. */
export const ageBands = ['under_18', '18_24', '25_35', '36_59', '60_plus'] as const;

/** The band of a kept age: older cases still hold the number itself; null: it is no age. */
export function ageBandOf(value: unknown): string | null {
  const text = String(value ?? '').trim();
  if (ageBands.some((band) => band === text)) return text;
  if (!/^\d{1,2}$/.test(text)) return null;
  return bandOf(adultBands, Number(text)) ?? 'under_18';
}
