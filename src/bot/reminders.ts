import type { Jobs } from '../../db/jobs.ts';
import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import { isQuiet } from '../handoff/quiet-hours.ts';
import { conversationsToRemind, remindOfForm } from '../handoff/reminder-store.ts';

export interface ReminderDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly timeZone: string;
}

/** Looking through silent conversations every few seconds would cost more than it brings. */
const everyMs = 60_000;

/** Wakes the conversations that left a form unfinished, once each, never at night. */
export function createReminders(): (deps: ReminderDeps, at: Date) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async ({ db, jobs, keys, timeZone }, at) => {
    const since = at.getTime() - last;
    if ((since >= 0 && since < everyMs) || isQuiet(at, timeZone)) return;
    last = at.getTime();
    for (const id of await conversationsToRemind(db, at))
      await db.transaction((tx) => remindOfForm({ tx, jobs, keys, at }, id));
  };
}
