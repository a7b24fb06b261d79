import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { caseAccess, caseTable, consent, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey, type PersonKey } from '../../db/seal.ts';
import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import type { Viewer } from './access.ts';
import type { AnswerValues, CaseOpening, CaseWords, Priority } from './case.ts';
import { openCases, reserveCaseNumbers } from './case-store.ts';
import { codeOf } from './code.ts';
import { oralForm } from './consent-store.ts';
import { addEvents, type NewEvent } from './event-store.ts';

/** What a caseworker writes down about somebody who came to the office or telephoned. */
export interface WalkIn {
  /** The wording of the consent that was read out, as the text's name and version. */
  readonly consentWording: string;
  readonly consentLanguage: string;
  readonly minor: boolean;
  readonly restricted: boolean;
  readonly priority: Priority;
  readonly needs: readonly Need[];
  readonly place?: string;
  readonly region?: string;
  readonly spokenLanguage?: SpokenLanguage;
  /** How to reach them again, where they said. */
  readonly contact?: 'call';
  readonly words: CaseWords;
  readonly answers?: AnswerValues;
  readonly dueAt: Date;
}

/** Opens a case for a person without a chat, with their oral consent to keep the answers; it is the caseworker's own. */
export async function openByHand(
  db: Database,
  keys: Keys,
  viewer: Viewer,
  walkIn: WalkIn,
  at: Date,
): Promise<{ id: string; code: string }> {
  const [number] = await reserveCaseNumbers(db, 1);
  const code = codeOf(number!);
  const { key, wrapped } = newPersonKey(keys);
  return db.transaction(async (tx) => {
    const personId = await addSpoken(tx, wrapped, viewer, walkIn, at);
    const opening = openingOf(code, walkIn);
    const [id] = await openCases(tx, [{ personId, conversationId: null, key, opening, at }]);
    await tx
      .update(caseTable)
      .set({ status: 'claimed', claimedBy: viewer.id, claimedAt: at, firstContactAt: at })
      .where(eq(caseTable.id, id!));
    if (opening.restricted)
      await tx.insert(caseAccess).values({ caseId: id!, userId: viewer.id }).onConflictDoNothing();
    await addEvents(tx, firstEvents(id!, key, viewer, walkIn, at));
    return { id: id!, code };
  });
}

async function addSpoken(
  tx: Transaction,
  wrapped: Buffer,
  viewer: Viewer,
  walkIn: WalkIn,
  at: Date,
): Promise<string> {
  const id = randomUUID();
  await tx.insert(person).values({
    id,
    dataKey: wrapped,
    textLanguage: walkIn.consentLanguage,
    spokenLanguage: walkIn.spokenLanguage ?? null,
    keeping: walkIn.minor ? 'minor' : 'adult',
    createdAt: at,
  });
  await tx.insert(consent).values(oralConsent(id, viewer, walkIn, at));
  return id;
}

/** The answers go in as the caseworker's, below: here they would count as the bot's. */
function openingOf(code: string, walkIn: WalkIn): CaseOpening {
  const { consentWording: _, consentLanguage: __, answers: ___, ...rest } = walkIn;
  const restricted = walkIn.restricted || walkIn.minor;
  return { ...rest, code, reason: 'walk_in', restricted, origin: 'walk_in' };
}

function firstEvents(
  caseId: string,
  key: PersonKey,
  viewer: Viewer,
  { answers }: WalkIn,
  at: Date,
): NewEvent[] {
  const mine = { caseId, actor: 'caseworker', userId: viewer.id, at } as const;
  const met: NewEvent = { ...mine, kind: 'first_contact', data: { how: 'visit', reached: true } };
  if (!answers) return [met];
  return [{ ...mine, kind: 'answers', data: { origin: 'desk' }, words: { key, value: answers } }, met];
}

function oralConsent(personId: string, viewer: Viewer, walkIn: WalkIn, at: Date) {
  return {
    personId,
    purpose: 'keep',
    given: true,
    form: oralForm(walkIn.minor),
    wording: walkIn.consentWording,
    language: walkIn.consentLanguage,
    userId: viewer.id,
    at,
  };
}
