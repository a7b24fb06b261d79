import type { Database } from '../../db/open.ts';
import { reserveCaseNumbers } from '../handoff/case-store.ts';
import { codeOf } from '../handoff/code.ts';

/** More than one group of turns can use up: a person may open a case and complain in one turn. */
const stockOf = 400;

/** A small stock of case codes, so that a dialog can name its case before it is written; gaps harm nobody. */
export function createCodes(db: Database) {
  const stock: number[] = [];
  return {
    take(): string {
      const number = stock.shift();
      if (number === undefined) throw new Error('The stock of case codes is empty: refill it before a turn.');
      return codeOf(number);
    },
    async refill(): Promise<void> {
      if (stock.length < stockOf / 2) stock.push(...(await reserveCaseNumbers(db, stockOf)));
    },
  };
}
