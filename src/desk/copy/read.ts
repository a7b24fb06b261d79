import { addEvents } from '../../handoff/event-store.ts';
import { type CaseFile, caseFile } from '../../handoff/file-store.ts';
import { casesOfPerson } from '../../handoff/person-store.ts';
import { onCase } from '../../handoff/work-store.ts';
import { type Access, accessesTo } from '../access-store.ts';
import type { CaseView } from '../case/view.ts';
import { openNumbers } from '../reply-store.ts';

/** Everything that is kept about a person, as their copy shows it. */
export interface PersonCopy {
  readonly view: CaseView;
  readonly numbers: readonly string[];
  readonly files: readonly CaseFile[];
  readonly readers: readonly { readonly name: string; readonly at: Access['at'] }[];
  /** Cases that only others may see. */
  readonly hidden: number;
}

/** Reads the copy and writes into the case that it was made; null: only who holds the case or supervises may. */
export async function readCopy(view: CaseView): Promise<PersonCopy | null> {
  const { desk, staff, file, page } = view;
  const { db, keys } = desk;
  const acting = { db, keys, caseId: file.case.id, staff, at: page.now };
  const numbers = await openNumbers(acting);
  if (!numbers || file.person.erased) return null;
  const { ids, hidden } = await casesOfPerson(db, file.person.id, staff);
  const files: CaseFile[] = [];
  const readers: { name: string; at: Date }[] = [];
  for (const id of ids) {
    const one = await caseFile(db, keys, id, staff, page.now);
    if (one) files.push(one);
    readers.push(...(await accessesTo(db, id)));
  }
  await onCase(db, keys, file.case.id, staff, (tx) =>
    addEvents(tx, [
      { caseId: file.case.id, kind: 'copy_printed', actor: 'caseworker', userId: staff.id, at: page.now },
    ]),
  );
  return { view, numbers, files, readers: lastLooks(readers), hidden };
}

/** Each reader once, with their last look. */
function lastLooks(looks: readonly { name: string; at: Date }[]): PersonCopy['readers'] {
  const last = new Map<string, Date>();
  for (const { name, at } of looks) if (at > (last.get(name) ?? new Date(0))) last.set(name, at);
  return [...last].map(([name, at]) => ({ name, at }));
}
