import type { ActorGround } from '../../directory/actor-columns.ts';
import { localTime } from '../../directory/opening.ts';
import type { Desk } from '../page.tsx';

/** What an entry is checked against before it is written; null while no country is loaded. */
export function groundOf(desk: Desk): ActorGround | null {
  const { countries, places, outlines } = desk.directory.snapshot();
  const country = countries[0];
  if (!country) return null;
  const { date: today } = localTime(desk.now(), country.timezone);
  return { country, places, outlines, needsOf: desk.needsOf, today };
}
