import type { Fault } from '../fault.ts';
import { type Need, needs } from '../language/understanding.ts';
import { readTable } from './table.ts';

/** Reads `needs.csv`: which of the sixteen needs a wording of a service answers (none for an empty cell). */
export function readNeeds(text: string, file: string): { needsOf: Map<string, Need[]>; faults: Fault[] } {
  const table = readTable(text, file, ['service', 'needs']);
  const faults: Fault[] = [...table.faults];
  const needsOf = new Map<string, Need[]>();
  for (const { line, cells } of table.rows) {
    const listed = cells
      .needs!.split(';')
      .map((need) => need.trim())
      .filter(Boolean);
    const unknown = listed.filter((need) => !needs.includes(need as Need));
    for (const need of unknown) {
      faults.push({
        file,
        line,
        column: 'needs',
        message: `“${need}” is no need: one of ${needs.join(', ')}`,
      });
    }
    if (needsOf.has(cells.service!))
      faults.push({ file, line, column: 'service', message: 'stands here twice' });
    needsOf.set(cells.service!, listed as Need[]);
  }
  return { needsOf, faults };
}
