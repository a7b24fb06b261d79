import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { agreementWith, recordAgreement } from '../../src/handoff/agreement-store.ts';
import { openCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { recordOralConsent } from '../../src/handoff/consent-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { draftReferral } from '../../src/handoff/referral.ts';
import type { OutcomeStatus } from '../../src/handoff/referral-outcome.ts';
import { paperOf } from '../../src/handoff/referral-paper.ts';
import { firstEdits } from '../../src/handoff/referral-source.ts';
import {
  createReferral,
  handOver,
  markPrinted,
  recordOutcome,
  referralsOf,
  saveReferral,
} from '../../src/handoff/referral-store.ts';
import { referralSubject } from '../../src/handoff/referral-subject.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { agreement, boutiqueDeDroit, organizationId, source } from './awa.ts';
import { addPerson, addStaff, keys, opening } from './people.ts';

const at = new Date('2026-11-20T15:40:00Z');

describe.each(databases)('referrals on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  async function begin() {
    const viewer = await addStaff(open.db, { role: 'supervisor' });
    const someone = await addPerson(open.db);
    const [number] = await reserveCaseNumbers(open.db, 1);
    const row = { ...someone, opening: opening({ code: codeOf(number!), words: { name: 'Awa' } }), at };
    const [caseId] = await open.db.transaction((tx) => openCases(tx, [row]));
    const writing = { serviceAtLocationId: boutiqueDeDroit.id, edits: source.edits };
    const made = (await createReferral(open.db, keys, caseId!, viewer, writing, at))!;
    return { viewer, caseId: caseId!, writing, ...made };
  }

  async function draftOf({ viewer, caseId, id }: Awaited<ReturnType<typeof begin>>) {
    const file = (await caseFile(open.db, keys, caseId, viewer, at))!;
    const kept = (await referralsOf(open.db, file.key, caseId)).find((one) => one.id === id)!;
    const subject = referralSubject(file, { name: 'Kolda', pcode: 'SN0701' });
    const signed = await agreementWith(open.db, organizationId);
    return draftReferral({ ...source, ...kept, subject, agreement: signed, others: [] });
  }

  it('are numbered within their case and saved version by version, none over another unseen', async () => {
    const one = await begin();
    const second = await createReferral(open.db, keys, one.caseId, one.viewer, one.writing, at);
    expect([one.number, second?.number]).toEqual([1, 2]);
    const edits = { ...source.edits, request: 'un extrait de naissance' };
    const save = (version: number) =>
      saveReferral(open.db, keys, one.id, one.viewer, { ...one.writing, edits, version }, at);
    expect(await Promise.all([save(1), save(1)])).toEqual(
      expect.arrayContaining([
        { saved: true, version: 2 },
        { saved: false, why: 'newer', version: 2 },
      ]),
    );
    const file = (await caseFile(open.db, keys, one.caseId, one.viewer, at))!;
    expect((await referralsOf(open.db, file.key, one.caseId))[0]).toMatchObject({ version: 2, edits });
    expect(await referralsOf(open.db, null, one.caseId)).toEqual([]);
  });

  it('leave as a slip without any consent, and are printed as they were', async () => {
    const one = await begin();
    const draft = await draftOf(one);
    expect(await handOver(open.db, keys, one.id, one.viewer, { via: 'paper', draft }, at)).toMatchObject({
      done: false,
      blockers: [{ kind: 'no_keeping_consent' }, { kind: 'no_agreement' }, { kind: 'consent_missing' }],
    });
    const paper = paperOf(draft, 'slip', null)!;
    expect(await markPrinted(open.db, keys, one.id, one.viewer, { paper, copies: 3 }, at)).toBe(true);
    expect(await handOver(open.db, keys, one.id, one.viewer, { via: 'slip', draft }, at)).toEqual({
      done: true,
    });
    const file = (await caseFile(open.db, keys, one.caseId, one.viewer, at))!;
    expect(file.referrals).toMatchObject([{ status: 'sent' }]);
    const printed = file.events.find((event) => event.kind === 'referral_printed')!;
    expect(printed).toMatchObject({ data: { copies: 3, paper: 'slip' }, by: 'Fatou' });
    // Nobody was asked whether the need may be told: it stays off.
    expect(printed.words).toMatchObject({ lines: [{ field: 'code' }] });
    const again = { ...one.writing, version: 1 };
    expect(await saveReferral(open.db, keys, one.id, one.viewer, again, at)).toEqual({
      saved: false,
      why: 'left',
    });
  });

  it('name the person once consents are recorded and an agreement is signed', async () => {
    const one = await begin();
    const consent = { wording: 'handoff.pass_on_ask.v1', language: 'ff', given: true };
    const hear = (about: Parameters<typeof recordOralConsent>[4]['about']) =>
      recordOralConsent(open.db, keys, one.caseId, one.viewer, { ...consent, about }, at);
    await hear({ purpose: 'keep', minor: false });
    const expiresAt = new Date('2026-12-20T00:00:00Z');
    await hear({ purpose: 'pass_on', receiver: organizationId, fields: ['name', 'need'], expiresAt });
    const caseworker = await addStaff(open.db);
    const { endedOn: _, ...signed } = agreement;
    expect(await recordAgreement(open.db, caseworker, organizationId, signed, at)).toBe(false);
    expect(await recordAgreement(open.db, one.viewer, organizationId, signed, at)).toBe(true);
    const draft = await draftOf(one);
    expect(draft.blockers).toEqual([]);
    expect(draft.passing.lines).toContainEqual({ field: 'phone', passing: 'no' });
    expect(await handOver(open.db, keys, one.id, one.viewer, { via: 'telephone', draft }, at)).toEqual({
      done: true,
    });
    const said = (status: OutcomeStatus) =>
      recordOutcome(
        open.db,
        keys,
        one.id,
        one.viewer,
        { status, reason: null, on: '2026-11-21', toldBy: 'Mme Ba' },
        at,
      );
    expect([await said('accepted'), await said('received')]).toEqual([true, false]);
    const { events } = (await caseFile(open.db, keys, one.caseId, one.viewer, at))!;
    expect(events.find(({ kind }) => kind === 'referral_handed_over')!.data).toMatchObject({
      fields: ['code', 'name', 'need'],
    });
    expect(events.at(-1)).toMatchObject({
      kind: 'referral_outcome',
      data: { from: 'sent', to: 'accepted', on: '2026-11-21' },
      words: { toldBy: 'Mme Ba' },
    });
  });

  it('stay away from those who may not see the case', async () => {
    const one = await begin();
    const elsewhere = await addStaff(open.db, { regions: ['SN01'] });
    expect(await createReferral(open.db, keys, one.caseId, elsewhere, one.writing, at)).toBeNull();
    const save = saveReferral(open.db, keys, one.id, elsewhere, { ...one.writing, version: 1 }, at);
    expect(await save).toEqual({ saved: false, why: 'not_seen' });
  });

  it('begin with the usual edits', async () => {
    const one = await begin();
    const file = (await caseFile(open.db, keys, one.caseId, one.viewer, at))!;
    const subject = referralSubject(file, null);
    expect(subject).toMatchObject({ words: { name: 'Awa' }, hasPhone: true, firstContact: null });
    expect(firstEdits(subject, boutiqueDeDroit)).toMatchObject({
      needs: ['documents'],
      callReceiverInDays: 7,
    });
  });
});
