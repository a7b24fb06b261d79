import type { Jobs } from '../../db/jobs.ts';
import type { Database } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import { nearAppointments, takeReminder } from '../handoff/appointment-store.ts';
import { casesToAnnounce, closeUnanswered, closingAfter, takeClosing } from '../handoff/closing-store.ts';
import { isQuiet } from '../handoff/quiet-hours.ts';
import {
  announceClosing,
  conversationsToRemind,
  remindOfAppointment,
  remindOfForm,
} from '../handoff/reminder-store.ts';
import { lockThread } from '../messages/store.ts';

export interface ReminderDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly keys: Keys;
  readonly timeZone: string;
}

/** Looking through silent conversations every few seconds would cost more than it brings. */
const everyMs = 60_000;

/** Everything that is said without having been asked for: each once, never at night. */
export function createReminders(): (deps: ReminderDeps, at: Date) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async (deps, at) => {
    const since = at.getTime() - last;
    if ((since >= 0 && since < everyMs) || isQuiet(at, deps.timeZone)) return;
    last = at.getTime();
    await remindOfForms(deps, at);
    await remindOfAppointments(deps, at);
    await closeUnanswered(deps.db, at);
    await announceClosings(deps, at);
  };
}

async function remindOfForms({ db, jobs, keys }: ReminderDeps, at: Date): Promise<void> {
  for (const id of await conversationsToRemind(db, at))
    await db.transaction((tx) => remindOfForm({ tx, jobs, keys, at }, id));
}

/** On the day before, and on the day itself where the day before was missed. */
async function remindOfAppointments({ db, jobs, keys, timeZone }: ReminderDeps, at: Date): Promise<void> {
  const tomorrow = dayOf(new Date(at.getTime() + 86_400_000), timeZone);
  for (const near of await nearAppointments(db, at)) {
    if (dayOf(near.at, timeZone) > tomorrow) continue;
    await db.transaction(async (tx) => {
      if (near.conversationId !== null) await lockThread(tx, near.conversationId);
      if (!(await takeReminder(tx, near, at)) || !near.reachable || near.conversationId === null) return;
      const about = { reference: String(near.id), at: near.at };
      await remindOfAppointment({ tx, jobs, keys, at }, near.conversationId, about);
    });
  }
}

async function announceClosings({ db, jobs, keys }: ReminderDeps, at: Date): Promise<void> {
  for (const silent of await casesToAnnounce(db, at))
    await db.transaction(async (tx) => {
      const { code, awaitedAt: since, conversationId } = silent;
      if (conversationId !== null) await lockThread(tx, conversationId);
      if (!(await takeClosing(tx, silent, at)) || !silent.reachable || conversationId === null) return;
      const about = { code, days: closingAfter.noticeDays, since };
      await announceClosing({ tx, jobs, keys, at }, conversationId, about);
    });
}

/** "2026-11-24", to be compared. */
function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}
