import { eraseEnded, eraseHeld } from '../handoff/retention-store.ts';
import { forgetMisunderstandings } from '../insights/misunderstanding-store.ts';
import { eraseUnconsented, forgetUnconsented } from '../messages/retention-store.ts';
import { erasePerson } from '../people/store.ts';

export interface ErasureDeps {
  readonly db: Parameters<typeof eraseHeld>[0];
  /** Hours after which messages and cases without a consent to keep are erased. */
  readonly unconsentedHours: number;
  /** Months after the end of a person's last case until they are erased, as the notice says. */
  readonly closedMonths: number;
}

/** Words that were not understood and that nobody made an example of are forgotten after so many days. */
const misunderstandingDays = 90;

/** Looking through all cases every few seconds would cost more than it brings. */
const everyMs = 5 * 60_000;

/** Erases what has been kept as long as was promised; called by every sweep, it looks only every few minutes. */
export function createErasure({
  db,
  unconsentedHours,
  closedMonths,
}: ErasureDeps): (at: Date) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async (at) => {
    const since = at.getTime() - last;
    // a clock that was set back must not put erasing off
    if (since >= 0 && since < everyMs) return;
    last = at.getTime();
    const unheard = new Date(at.getTime() - unconsentedHours * 3_600_000);
    await eraseUnconsented(db, unheard);
    await eraseHeld(db, at, unconsentedHours);
    await forgetUnconsented(db, unheard);
    const before = new Date(at);
    before.setUTCMonth(before.getUTCMonth() - closedMonths);
    const forgotten = new Date(at.getTime() - misunderstandingDays * 86_400_000);
    await forgetMisunderstandings(db, forgotten.toISOString().slice(0, 10));
    while ((await eraseEnded(db, before, erasePerson, at)) > 0);
  };
}
