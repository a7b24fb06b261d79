import type { Database } from '../../db/open.ts';
import { reserveCaseNumbers } from '../handoff/case-store.ts';
import { codeOf } from '../handoff/code.ts';

/** Most codes that one conversation uses up in a turn: a person may open a case and complain. */
const mostInOneTurn = 2;
/** Reserved at once, so that few turns ask the database; a restart loses what is left of them. */
const reserve = 20;

/** Case codes that nobody has, so that a dialog can name its case before it is written. */
export interface Codes {
  /** The next one; only within `during`. */
  take(): string;
  /** Runs the turns of so many conversations with codes enough for all of them. */
  during<T>(conversations: number, turns: () => Promise<T>): Promise<T>;
}

/** A small stock of case codes from the sequence of the database. */
export function createCodes(db: Database): Codes {
  const stock: number[] = [];
  // Groups run side by side: what one of them may still take is no stock for the next.
  let promised = 0;

  async function refill(): Promise<void> {
    const missing = promised - stock.length;
    if (missing > 0) stock.push(...(await reserveCaseNumbers(db, Math.max(missing, reserve))));
  }

  return {
    take(): string {
      const number = stock.shift();
      if (number === undefined) throw new Error('No case codes are kept for this turn: run it in `during`.');
      return codeOf(number);
    },
    async during<T>(conversations: number, turns: () => Promise<T>): Promise<T> {
      const most = conversations * mostInOneTurn;
      promised += most;
      try {
        await refill();
        return await turns();
      } finally {
        promised -= most;
      }
    },
  };
}
