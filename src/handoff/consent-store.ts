import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { caseTable, consent, person } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import { addEvents } from './event-store.ts';
import type { ReferralField } from './referral-passing.ts';
import { nameStaff } from './visible-store.ts';
import { onCase } from './work-store.ts';

/** A yes or no that a person gave by voice, as the caseworker heard it. */
export interface OralConsent {
  readonly given: boolean;
  /** The wording that was read out, and in which language. */
  readonly wording: string;
  readonly language: string;
  readonly about:
    | { readonly purpose: 'keep'; readonly minor: boolean }
    | {
        readonly purpose: 'pass_on';
        /** The organization that may receive, and what. */
        readonly receiver: string;
        readonly fields: readonly ReferralField[];
        readonly expiresAt: Date;
      };
}

/** Records an oral consent on the person of a case; a yes or no to keeping also decides what the bot may keep. */
export function recordOralConsent(
  db: Database,
  keys: Keys,
  caseId: string,
  viewer: Viewer,
  oral: OralConsent,
  at: Date,
): Promise<boolean> {
  return onCase(db, keys, caseId, viewer, async (tx, row) => {
    const { given, wording, language, about } = oral;
    const passing =
      about.purpose === 'pass_on'
        ? { receiver: about.receiver, fields: [...about.fields], expiresAt: about.expiresAt }
        : {};
    const { personId } = row;
    const heard = {
      personId,
      purpose: about.purpose,
      given,
      form: about.purpose === 'keep' ? oralForm(about.minor) : 'oral',
      wording,
      language,
      userId: viewer.id,
    };
    await tx.insert(consent).values({ ...heard, ...passing, at });
    if (about.purpose === 'keep') {
      const keeping = !given ? 'refused' : about.minor ? 'minor' : 'adult';
      await tx.update(person).set({ keeping }).where(eq(person.id, personId));
      if (keeping === 'minor') await protectMinor(tx, caseId);
    }
    const data = { purpose: about.purpose, given, form: 'oral' };
    await addEvents(tx, [{ caseId, kind: 'consent', actor: 'caseworker', userId: viewer.id, data, at }]);
  });
}

/** How a consent given by voice is kept: with the age it was given at, which decides who may see the case. */
export function oralForm(minor: boolean): 'oral' | 'oral_minor' {
  return minor ? 'oral_minor' : 'oral';
}

async function protectMinor(tx: Transaction, caseId: string): Promise<void> {
  await tx.update(caseTable).set({ minor: true, restricted: true }).where(eq(caseTable.id, caseId));
  await nameStaff(tx, [caseId]);
}
