import type { Database } from '../../db/open.ts';
import { reserveCaseNumbers } from '../handoff/case-store.ts';
import { codeOf } from '../handoff/code.ts';

/** Most codes that one conversation uses up in a turn: a person may open a case and complain. */
const mostInOneTurn = 2;
/** Reserved at once, so that few turns ask the database; a restart loses what is left of them. */
const reserve = 20;

/** A small stock of case codes, so that a dialog can name its case before it is written. */
export function createCodes(db: Database) {
  const stock: number[] = [];
  return {
    take(): string {
      const number = stock.shift();
      if (number === undefined) throw new Error('The stock of case codes is empty: refill it before a turn.');
      return codeOf(number);
    },
    /** Makes sure that there are enough for the turns of so many conversations. */
    async refill(conversations: number): Promise<void> {
      const missing = conversations * mostInOneTurn - stock.length;
      if (missing > 0) stock.push(...(await reserveCaseNumbers(db, Math.max(missing, reserve))));
    },
  };
}
