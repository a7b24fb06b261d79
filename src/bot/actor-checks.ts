import { type AskingDoor, askActors } from '../directory/asking-store.ts';
import { isQuiet } from '../handoff/quiet-hours.ts';

/** Entries come due by the day: looking more often would ask nobody sooner. */
const everyMs = 15 * 60_000;

/** Asks the actors whose entries are due for checking, some at a time and never at night. */
export function createActorChecks(door: AskingDoor, timeZone: string): (at: Date) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async (at) => {
    const since = at.getTime() - last;
    if ((since >= 0 && since < everyMs) || isQuiet(at, timeZone)) return;
    last = at.getTime();
    await askActors(door, at);
  };
}
