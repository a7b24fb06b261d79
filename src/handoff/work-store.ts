import { and, eq, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { caseAccess, caseTable, person, staff } from '../../db/schema/index.ts';
import { type Keys, openPersonKey, type PersonKey } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { type AnswerOrigin, type AnswerValues, addWords, type CaseWords } from './case.ts';
import { concernedBy } from './complaint-store.ts';
import { addEvents, type NewEvent } from './event-store.ts';
import { type LockedCase, lockCase } from './lock-store.ts';
import { speakAs } from './person-store.ts';
import { nameStaff } from './visible-store.ts';

/** The first time a human reached, or tried to reach, the person. */
export interface FirstContact {
  readonly how: 'call' | 'message' | 'voice' | 'visit';
  readonly reached: boolean;
  readonly minutes?: number;
  readonly language?: string;
}

/** What a caseworker learnt and codes into the case itself. */
export interface CaseCoding {
  readonly needs?: readonly string[];
  readonly place?: string;
  readonly region?: string;
  readonly spokenLanguage?: string;
  readonly restricted?: true;
  /** Under 18, or no longer taken for it: the bot speaks to them as to a child, or as to an adult, from here on. */
  readonly minor?: boolean;
  readonly words?: CaseWords;
}

/** An internal note, sealed; the person never sees it. */
export function addNote(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  text: string,
  at: Date,
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx, _row, key) => {
    await addEvents(tx, [by(viewer, { caseId, kind: 'note', words: { key, value: { text } }, at })]);
  });
}

/** Answers that a caseworker took down, on a call or at the desk; the newest answer to a question stands. */
export function recordAnswers(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  taken: { readonly answers: AnswerValues; readonly origin: Exclude<AnswerOrigin, 'bot'>; readonly at: Date },
): Promise<boolean> {
  const { answers, origin, at } = taken;
  return onCase(db, keys, caseId, viewer, async (tx, _row, key) => {
    const words = { key, value: answers };
    await addEvents(tx, [by(viewer, { caseId, kind: 'answers', data: { origin }, words, at })]);
  });
}

/** Codes needs, place, language or words into the case; restricting it names staff on it. */
export function codeCase(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  coding: CaseCoding,
  at: Date,
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx, row, key) => {
    const { words, needs, ...rest } = coding;
    const said = row.sealed ? key.open<CaseWords>(row.sealed) : {};
    const sealed = words ? { sealed: key.seal(addWords(said, words)) } : {};
    await tx
      .update(caseTable)
      .set({ ...rest, ...(needs ? { needs: [...needs] } : {}), ...sealed })
      .where(eq(caseTable.id, caseId));
    if (coding.minor !== undefined) await speakAs(tx, row.personId, coding.minor ? 'minor' : 'adult');
    if (coding.restricted || coding.minor) {
      await nameStaff(tx, [caseId]);
      // Who restricts a case they work on must not lose sight of it.
      await tx.insert(caseAccess).values({ caseId, userId: viewer.id }).onConflictDoNothing();
    }
    await addEvents(tx, [by(viewer, { caseId, kind: 'changed', data: { fields: Object.keys(coding) }, at })]);
  });
}

/** Records a contact; the first that reached the person ends the wait for it. */
export function recordFirstContact(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  contact: FirstContact,
  at: Date,
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx) => {
    if (contact.reached)
      await tx
        .update(caseTable)
        .set({ firstContactAt: at })
        .where(and(eq(caseTable.id, caseId), isNull(caseTable.firstContactAt)));
    await addEvents(tx, [by(viewer, { caseId, kind: 'first_contact', data: { ...contact }, at })]);
  });
}

/**
 * Names one more member of staff on a case; whoever names somebody is named as well, so as not to lose sight of it.
 * `concerned`: the complaint may be about them.
 */
export async function nameOnCase(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  userId: string,
  at: Date,
): Promise<'named' | 'not_seen' | 'concerned'> {
  let outcome: 'named' | 'concerned' = 'named';
  const seen = await onCase(db, keys, caseId, viewer, async (tx) => {
    if ((await concernedBy(tx, caseId)).some(({ id }) => id === userId)) {
      outcome = 'concerned';
      return;
    }
    const known = await tx
      .select({ id: staff.id })
      .from(staff)
      .where(and(eq(staff.id, userId), isNull(staff.disabledAt)));
    const names = [...new Set([viewer.id, ...known.map((row) => row.id)])];
    await tx
      .insert(caseAccess)
      .values(names.map((id) => ({ caseId, userId: id })))
      .onConflictDoNothing();
    await addEvents(tx, [by(viewer, { caseId, kind: 'named', data: { userId }, at })]);
  });
  return seen ? outcome : 'not_seen';
}

/** Runs some work on a case that the viewer may see and whose person is not erased; false: it may not be seen. */
export function onCase(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  work: (tx: Transaction, row: LockedCase, key: PersonKey) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const row = await lockCase(tx, caseId, viewer);
    if (!row) return false;
    const [owner] = await tx
      .select({ dataKey: person.dataKey })
      .from(person)
      .where(eq(person.id, row.personId));
    if (!owner?.dataKey) return false;
    await work(tx, row, openPersonKey(keys, owner.dataKey));
    return true;
  });
}

function by(viewer: Viewer, event: Omit<NewEvent, 'actor' | 'userId'>): NewEvent {
  return { ...event, actor: 'caseworker', userId: viewer.id };
}
