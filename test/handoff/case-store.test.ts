import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { accessLog, conversation } from '../../db/schema/index.ts';
import { openCaseOf, openCases, patchCases, reserveCaseNumbers } from '../../src/handoff/case-store.ts';
import { claimCase, closeCase, handBack, releaseCase, reopenCase } from '../../src/handoff/claim-store.ts';
import { codeOf } from '../../src/handoff/code.ts';
import { caseByCode, caseFile } from '../../src/handoff/file-store.ts';
import { queue, queueCounts } from '../../src/handoff/queue-store.ts';
import { openByHand } from '../../src/handoff/walk-in-store.ts';
import { addNote, codeCase, recordAnswers, recordFirstContact } from '../../src/handoff/work-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { addPerson, addStaff, keys, openCase, opening } from './people.ts';

const at = new Date('2026-11-20T10:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

describe.each(databases)('cases on the %s database', (kind) => {
  let open: OpenDatabase;
  beforeAll(async () => {
    open = await freshDatabase(kind);
  });
  afterAll(() => open.close());

  const openOne = (over: Parameters<typeof opening>[0] = {}) => openCase(open.db, at, over);

  it('opens many in one transaction and finds each by its conversation', async () => {
    const people = [await addPerson(open.db), await addPerson(open.db)];
    const numbers = await reserveCaseNumbers(open.db, 2);
    const rows = people.map((someone, i) => ({
      ...someone,
      opening: opening({ code: codeOf(numbers[i]!) }),
      at,
    }));
    const ids = await open.db.transaction((tx) => openCases(tx, rows));
    const found = await openCaseOf(
      open.db,
      people.map((someone) => someone.conversationId),
    );
    expect(found.get(people[1]!.conversationId)).toMatchObject({
      id: ids[1],
      status: 'queued',
      claimedBy: null,
    });
    expect(found.size).toBe(2);
  });

  it('adds what is learnt later: words to words, answers with their origin, and never less care', async () => {
    const viewer = await addStaff(open.db, { role: 'supervisor' });
    const { id, key } = await openOne({
      priority: 'urgent',
      restricted: true,
      words: { ownWords: ['Je veux apprendre la couture.'] },
      answers: { needs_now: ['training', 'documents'] },
    });
    await open.db.transaction((tx) =>
      patchCases(tx, [
        {
          caseId: id,
          key,
          at: later(1),
          patch: {
            words: { name: 'Awa', ownWords: ['Sans carte on ne m’inscrit pas.'] },
            priority: 'normal',
          },
        },
        {
          caseId: id,
          key,
          at: later(2),
          patch: { restricted: false, place: 'SN070101', answers: { age: '18_24' } },
        },
      ]),
    );
    const file = (await caseFile(open.db, keys, id, viewer, later(3)))!;
    expect(file.words).toEqual({
      name: 'Awa',
      ownWords: ['Je veux apprendre la couture.', 'Sans carte on ne m’inscrit pas.'],
    });
    expect(file.case).toMatchObject({ priority: 'urgent', restricted: true, place: 'SN070101' });
    expect(file.answers).toMatchObject({
      needs_now: { value: ['training', 'documents'], origin: 'bot', at },
      age: { value: '18_24', origin: 'bot', at: later(2) },
    });
  });

  it('lets exactly one of two win who claim at the same moment, silences the bot, and tells the other who', async () => {
    const [fatou, omar] = [
      await addStaff(open.db, { name: 'Fatou' }),
      await addStaff(open.db, { name: 'Omar' }),
    ];
    const { id, conversationId } = await openOne();
    const claims = await Promise.all([
      claimCase(open.db, id, fatou, at),
      claimCase(open.db, id, omar, later(0)),
    ]);
    expect(claims.filter((claim) => claim.won)).toHaveLength(1);
    const winner = claims[0]!.won ? 'Fatou' : 'Omar';
    expect(claims.find((claim) => !claim.won)).toEqual({ won: false, holder: { name: winner, since: at } });
    expect(await holderOf(conversationId)).toBe('caseworker');
  });

  async function holderOf(id: number) {
    const [row] = await open.db.select().from(conversation).where(eq(conversation.id, id));
    return row!.holder;
  }

  it('is handed back, released, closed and reopened by the one who holds it only', async () => {
    const [fatou, omar] = [await addStaff(open.db), await addStaff(open.db)];
    const { id, conversationId } = await openOne();
    await claimCase(open.db, id, fatou, at);
    expect(await handBack(open.db, id, omar, at)).toEqual({ done: false, why: 'not_yours' });
    expect(await handBack(open.db, id, fatou, at)).toEqual({ done: true });
    expect(await holderOf(conversationId)).toBe('bot');
    expect(await claimCase(open.db, id, fatou, at)).toEqual({ won: true });
    expect(await holderOf(conversationId)).toBe('caseworker');
    expect(await releaseCase(open.db, id, fatou, at)).toEqual({ done: true });
    expect(await claimCase(open.db, id, omar, at)).toEqual({ won: true });
    expect(await closeCase(open.db, id, omar, 'needs_met', later(5))).toEqual({ done: true });
    expect(await closeCase(open.db, id, omar, 'needs_met', later(6))).toEqual({ done: false, why: 'closed' });
    expect(await holderOf(conversationId)).toBe('bot');
    expect((await openCaseOf(open.db, [conversationId])).size).toBe(0);
    expect(await reopenCase(open.db, id, omar, later(60), later(7))).toEqual({ done: true });
    expect((await openCaseOf(open.db, [conversationId])).get(conversationId)?.status).toBe('queued');
  });

  it('opens a walk-in by hand with oral consent, a code and no address', async () => {
    const fatou = await addStaff(open.db);
    const { id, code } = await openByHand(
      open.db,
      keys,
      fatou,
      {
        consentWording: 'consent.v3.fr',
        consentLanguage: 'fr',
        minor: false,
        restricted: false,
        priority: 'normal',
        needs: ['documents'],
        words: { name: 'Awa' },
        answers: { which_paper: 'identity_card' },
        dueAt: later(60),
      },
      at,
    );
    const file = (await caseFile(open.db, keys, id, fatou, at))!;
    expect(await caseByCode(open.db, code, fatou)).toBe(id);
    expect(file).toMatchObject({
      addresses: [],
      speaks: null,
      words: { name: 'Awa' },
      holder: { id: fatou.id },
    });
    expect(file.consents).toMatchObject([{ purpose: 'keep', given: true, form: 'oral', userId: fatou.id }]);
    expect(file.answers).toMatchObject({ which_paper: { value: 'identity_card', origin: 'desk' } });
  });

  it('keeps notes, answers taken on the telephone and the first contact, and one line for each look', async () => {
    const fatou = await addStaff(open.db);
    const { id } = await openOne({ answers: { age: '18_24' } });
    await addNote(open.db, keys, id, fatou, 'Rappeler après 15 h', later(1));
    await recordAnswers(open.db, keys, id, fatou, {
      answers: { age: '25_35' },
      origin: 'call',
      at: later(2),
    });
    await recordFirstContact(open.db, keys, id, fatou, { how: 'call', reached: false }, later(3));
    await recordFirstContact(open.db, keys, id, fatou, { how: 'call', reached: true, minutes: 11 }, later(4));
    await codeCase(open.db, keys, id, fatou, { needs: ['training'], words: { name: 'Awa' } }, later(5));
    for (const minutes of [6, 7, 40]) await caseFile(open.db, keys, id, fatou, later(minutes));
    const file = (await caseFile(open.db, keys, id, fatou, later(41)))!;
    expect(file.events.find((event) => event.kind === 'note')?.words).toEqual({
      text: 'Rappeler après 15 h',
    });
    expect(file.answers.age).toEqual({ value: '25_35', origin: 'call', at: later(2) });
    expect(file.case.firstContactAt).toEqual(later(4));
    expect(file.case.needs).toEqual(['training']);
    const looks = await open.db.select().from(accessLog).where(eq(accessLog.caseId, id));
    expect(looks.map((look) => look.at)).toEqual([later(6), later(40)]);
  });

  it('queues danger first, then what is due first, page by page, without showing a case twice', async () => {
    const region = randomUUID();
    const viewer = await addStaff(open.db, { regions: [region] });
    const due = [30, 10, 20, 5, 50];
    const codes: string[] = [];
    for (const minutes of due)
      codes.push((await openOne({ region, dueAt: later(minutes), words: { name: `n${minutes}` } })).code);
    const danger = await openOne({ region, dueAt: later(90), priority: 'emergency', danger: 'medical' });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await queue(
        open.db,
        keys,
        viewer,
        { show: 'waiting', region },
        { limit: 2, ...(after ? { after } : {}) },
      );
      seen.push(...page.rows.map((row) => row.name ?? row.code));
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual([danger.code, 'n5', 'n10', 'n20', 'n30', 'n50']);
    expect(codes).not.toContain(danger.code);
    expect((await queueCounts(open.db, viewer, later(7))).overdue).toBeGreaterThanOrEqual(1);
  });
});
