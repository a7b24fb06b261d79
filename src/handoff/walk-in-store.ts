import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { caseAccess, caseTable, consent, person } from '../../db/schema/index.ts';
import { type Keys, newPersonKey } from '../../db/seal.ts';
import type { SpokenLanguage } from '../language/languages.ts';
import type { Need } from '../language/understanding.ts';
import type { Viewer } from './access.ts';
import type { AnswerValues, CaseWords, Priority } from './case.ts';
import { openCases, reserveCaseNumbers } from './case-store.ts';
import { codeOf } from './code.ts';
import { addEvents } from './event-store.ts';

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
  const personId = randomUUID();
  const { key, wrapped } = newPersonKey(keys);
  return db.transaction(async (tx) => {
    await tx.insert(person).values({
      id: personId,
      dataKey: wrapped,
      textLanguage: walkIn.consentLanguage,
      spokenLanguage: walkIn.spokenLanguage ?? null,
      keeping: walkIn.minor ? 'minor' : 'adult',
      createdAt: at,
    });
    await tx.insert(consent).values(oralConsent(personId, viewer, walkIn, at));
    const { consentWording: _, consentLanguage: __, answers, ...rest } = walkIn;
    const opening = {
      ...rest,
      code,
      reason: 'walk_in' as const,
      restricted: walkIn.restricted || walkIn.minor,
      origin: 'walk_in',
    };
    const [id] = await openCases(tx, [{ personId, conversationId: null, key, opening, at }]);
    await tx
      .update(caseTable)
      .set({ status: 'claimed', claimedBy: viewer.id, claimedAt: at, firstContactAt: at })
      .where(eq(caseTable.id, id!));
    if (opening.restricted)
      await tx.insert(caseAccess).values({ caseId: id!, userId: viewer.id }).onConflictDoNothing();
    const mine = { caseId: id!, actor: 'caseworker' as const, userId: viewer.id, at };
    await addEvents(tx, [
      ...(answers
        ? [{ ...mine, kind: 'answers' as const, data: { origin: 'desk' }, words: { key, value: answers } }]
        : []),
      { ...mine, kind: 'first_contact', data: { how: 'visit', reached: true } },
    ]);
    return { id: id!, code };
  });
}

function oralConsent(personId: string, viewer: Viewer, walkIn: WalkIn, at: Date) {
  return {
    personId,
    purpose: 'keep',
    given: true,
    form: 'oral',
    wording: walkIn.consentWording,
    language: walkIn.consentLanguage,
    userId: viewer.id,
    at,
  };
}
