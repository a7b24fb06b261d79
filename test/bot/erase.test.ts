import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, caseTable, conversation, inbox, outbox, person, tally } from '../../db/schema/index.ts';
import { openPersonKey, type PersonKey } from '../../db/seal.ts';
import { reply } from '../../src/desk/reply-store.ts';
import { addStaff, type StaffMember } from '../../src/desk/staff-store.ts';
import { claimCase, handBack } from '../../src/handoff/claim-store.ts';
import { createReferral } from '../../src/handoff/referral-store.ts';
import { addNote, recordAnswers } from '../../src/handoff/work-store.ts';
import { boutiqueDeDroit, source } from '../handoff/awa.ts';
import { conversationOf, outboxOf, type TestBot, testBot } from '../support/bot.ts';
import { databases } from '../support/database.ts';
import { placesOf, readEverything } from '../support/remains.ts';

const hour = 3_600_000;
const shown = '+221781234567';

describe.each(databases)('erasing on the %s database', (kind) => {
  let test: TestBot;
  let staff: StaffMember;
  beforeAll(async () => {
    test = await testBot(kind);
    const added = await addStaff(test.open.db, {
      ...{ email: 'awa@example.org', name: 'Mme Ndiaye', role: 'supervisor', regions: [], languages: [] },
      password: 'a long password for a test',
    });
    if (!('added' in added)) throw new Error(added.fault);
    staff = { ...added.added, childProtection: true } as StaffMember;
  });
  afterAll(() => test.close());

  const caseOf = async (from: string) => {
    const { personId } = await conversationOf(test, from);
    const rows = await test.open.db.select().from(caseTable).where(eq(caseTable.personId, personId));
    return rows.find(({ reason }) => reason !== 'complaint')!;
  };
  const passes = async (ms: number) => {
    test.clock.now = new Date(test.clock.now.getTime() + ms);
    await test.bot.sweep();
    await test.jobs.run();
    await test.bot.stop();
  };
  const addressesOf = (personId: string) =>
    test.open.db.select().from(address).where(eq(address.personId, personId));

  /** Words that only this person wrote, or that were only written of them, and where they can be read before. */
  const personal: Readonly<Record<string, string>> = {
    number: shown.slice(1),
    hash: '',
    profile: 'Diatta',
    name: 'Zeynabou',
    hour: '15:00',
    text: 'extrait de naissance chez Ousmane',
    place: 'SN0701',
    note: 'cousine Oumou',
    reply: 'Maison du citoyen',
    answer: 'tailleur',
    complaint: 'Sambou',
    danger: 'veux mourir',
    voice: Buffer.from('ce que dit la voix').toString('base64'),
    referral: 'un extrait pour Z.',
  };

  async function live(from: string): Promise<{ key: PersonKey; personId: string; conversationId: number }> {
    await test.receive(from, 'bonjour', { profileName: 'Zeynabou Diatta' });
    await test.say(from);
    for (const text of ['2', '1', '25', 'Kolda', '2', '3', 'Zeynabou 15h']) await test.say(from, text);
    await test.say(from, 'mon extrait de naissance chez Ousmane');
    await test.receive(from, '', { media: [{ url: 'https://example.org/voice', contentType: 'audio/ogg' }] });
    await test.say(from, 'plainte');
    await test.say(from, 'le conseiller Sambou demande de l’argent');
    await test.say(from, 'je veux mourir');
    const { personId, id, key } = await conversationOf(test, from);
    const { db } = test.open;
    const caseId = (await caseOf(from)).id;
    await claimCase(db, caseId, staff, test.clock.now);
    await addNote(db, test.keys, caseId, staff, 'cousine Oumou passe mardi', test.clock.now);
    const taken = { answers: { trade: 'tailleur' }, origin: 'call', at: test.clock.now } as const;
    await recordAnswers(db, test.keys, caseId, staff, taken);
    const edits = { ...source.edits, request: 'un extrait pour Z.' };
    const writing = { serviceAtLocationId: boutiqueDeDroit.id, edits };
    await createReferral(db, test.keys, caseId, staff, writing, test.clock.now);
    const acting = { db, keys: test.keys, caseId, staff, at: test.clock.now };
    expect(await reply(acting, test.jobs, 'Allez à la Maison du citoyen')).toBe('queued');
    await test.say(from);
    await handBack(db, caseId, staff, test.clock.now);
    return { key, personId, conversationId: id };
  }

  it('EFFACER and a yes leave nothing that leads to the person, in any column of any table', async () => {
    const words = { ...personal, hash: test.keys.hash(`post|sms|${shown}`).toString('hex') };
    const { key, personId } = await live(shown);
    const before = await readEverything(test.open.db, test.keys, key);
    const where = Object.fromEntries(
      Object.entries(words).map(([what, word]) => [what, placesOf(before, word)]),
    );
    for (const [what, places] of Object.entries(where))
      expect({ what, places }).not.toEqual({ what, places: [] });
    expect(where).toMatchObject({
      number: expect.arrayContaining(['address.sealed', 'inbox.sealed']),
      hash: ['address.hash'],
      name: expect.arrayContaining([
        'case.sealed',
        'conversation.state',
        'inbox.sealed',
        'outbox.sealed_text',
      ]),
      note: ['case_event.sealed'],
      referral: ['referral.sealed'],
      voice: ['media.sealed'],
      place: expect.arrayContaining(['case.place']),
    });

    expect((await test.say(shown, 'effacer'))[0]).toMatch(/effac/i);
    const [goodbye] = await test.say(shown, '1');
    expect(goodbye).toMatch(/effacé/);
    await passes(6000);

    const after = await readEverything(test.open.db, test.keys, key);
    for (const [what, word] of Object.entries(words)) {
      // what was counted names no one
      const places = placesOf(after, word).filter((place) => !place.startsWith('tally.'));
      expect({ what, places }).toEqual({ what, places: [] });
    }
    const [gone] = await test.open.db.select().from(person).where(eq(person.id, personId));
    expect(gone).toMatchObject({
      ...{
        dataKey: null,
        textLanguage: null,
        spokenLanguage: null,
        writing: null,
        keeping: null,
        origin: null,
      },
    });
    expect(gone!.erasedAt).not.toBeNull();
    // not even with the person's own key, had somebody kept it, is there anything to read
    const readable = after.filter(({ opened, table }) => opened && table !== 'person' && table !== 'roster');
    expect([...new Set(readable.map(({ table, column }) => `${table}.${column}`))]).toEqual([]);
  });

  it('leaves the counts, and the case as a row without contents', async () => {
    const counts = await test.open.db.select().from(tally);
    const details = counts.map(({ measure, detail }) => `${measure} ${detail}`);
    expect(details).toEqual(expect.arrayContaining([expect.stringMatching(/^case_need training /)]));
    const rows = await test.open.db.select().from(caseTable);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows)
      expect(row).toMatchObject({ status: 'closed', sealed: null, needs: [], place: null, danger: null });
  });

  it('somebody who writes again afterwards is another person, and is asked from the beginning', async () => {
    const before = await test.open.db.$count(person);
    const [hello] = await test.say(shown, 'bonjour');
    expect(hello).toMatch(/Peut-on vous écrire ici/);
    expect(await test.open.db.$count(person)).toBe(before + 1);
    expect((await test.stateOf(shown)).answers).toEqual({});
  });

  it('a no erases nothing', async () => {
    const from = '+221781000001';
    for (const text of ['bonjour', '1', '1', '25', 'effacer']) await test.say(from, text);
    const [kept] = await test.say(from, '2');
    expect(kept).toBeDefined();
    expect((await test.stateOf(from)).answers).toHaveProperty('needs_now');
    const { personId } = await conversationOf(test, from);
    const [still] = await test.open.db.select().from(person).where(eq(person.id, personId));
    expect(still).toMatchObject({ erasedAt: null, keeping: 'adult' });
  });

  it('the goodbye leaves, whatever else was still to be sent', async () => {
    const from = '+221781000002';
    for (const text of ['bonjour', '1', '1', '25', 'Kolda', '2', '0', 'effacer']) await test.say(from, text);
    const { personId, id } = await conversationOf(test, from);
    const [row] = await outboxOf(test, from);
    const { id: _id, content: _content, providerId: _provider, ...rest } = row!;
    for (const status of ['queued', 'held', 'sending'])
      await test.open.db.insert(outbox).values({ ...rest, status, sendingAt: test.clock.now });
    const said = await test.say(from, '1');
    await passes(60_000);
    expect(
      [...said, ...test.post.sent.map(({ text }) => text)].filter((text) => /effacé/.test(text)),
    ).not.toEqual([]);
    const left = await test.open.db.select().from(outbox).where(eq(outbox.conversationId, id));
    expect(left.filter(({ sealed, sealedText }) => sealed !== null || sealedText !== null)).toEqual([]);
    expect(left.map(({ status }) => status)).not.toContain('queued');
    const [gone] = await test.open.db.select().from(person).where(eq(person.id, personId));
    expect(gone!.dataKey).toBeNull();
  });

  it('what arrives for the old conversation while it is being erased holds nothing up and is not kept', async () => {
    const from = '+221781000003';
    for (const text of ['bonjour', '1', '1', 'effacer']) await test.say(from, text);
    const { personId, id, key } = await conversationOf(test, from);
    const [last] = (await test.open.db.select().from(inbox).where(eq(inbox.conversationId, id))).slice(-1);
    await test.receive(from, '1');
    await test.jobs.run();
    // stored by a webhook that had read the address a moment before it was erased
    const late = {
      providerId: 'late',
      provider: 'post',
      channel: 'sms',
      from,
      ours: '+1',
      text: 'merci',
      media: [],
    };
    const { id: _id, ...rest } = last!;
    await test.open.db
      .insert(inbox)
      .values({ ...rest, providerId: 'late', status: 'waiting', sealed: key.seal(late), handledAt: null });
    await test.bot.stop();
    await passes(10_000);
    await passes(10_000);
    const rows = await test.open.db.select().from(inbox).where(eq(inbox.conversationId, id));
    expect(rows.filter(({ status, sealed }) => status === 'waiting' || sealed !== null)).toEqual([]);
    const [gone] = await test.open.db.select().from(person).where(eq(person.id, personId));
    expect(gone!.dataKey).toBeNull();
    // later still, when nobody can read it any more
    await test.open.db
      .insert(inbox)
      .values({ ...rest, providerId: 'later', status: 'waiting', sealed: key.seal(late), handledAt: null });
    await passes(10_000);
    const [later] = await test.open.db.select().from(inbox).where(eq(inbox.providerId, 'later'));
    expect(later).toMatchObject({ status: 'handled', sealed: null });
  });

  describe('without a consent', () => {
    const remainsOf = async (from: string, word: string) => {
      const { key } = await conversationOf(test, from);
      return placesOf(await readEverything(test.open.db, test.keys, key), word);
    };

    it('texts and the number go 72 hours after the last of them', async () => {
      const from = '+221782000001';
      await test.say(from, 'bonjour');
      await test.say(from, 'je suis Fatimata');
      await passes(71 * hour);
      expect(await remainsOf(from, 'Fatimata')).toEqual(['inbox.sealed']);
      await passes(2 * hour);
      expect(await remainsOf(from, 'Fatimata')).toEqual([]);
      expect(await remainsOf(from, from)).toEqual([]);
    });

    it('and whoever writes again is answered at their number', async () => {
      const from = '+221782000001';
      expect(await test.say(from, '1')).toHaveLength(1);
      expect(test.post.sent.at(-1)!.to).toBe(from);
    });

    it('each text has its own 72 hours: writing again does not keep the older ones', async () => {
      const from = '+221782000002';
      await test.say(from, 'bonjour, je suis Fatimata');
      await passes(40 * hour);
      await test.say(from, 'c’est encore moi');
      await passes(33 * hour);
      expect(await remainsOf(from, 'Fatimata')).toEqual([]);
      expect(await remainsOf(from, 'encore moi')).toEqual(['inbox.sealed']);
    });

    it('a case of vital interest goes with them when the person declined', async () => {
      const from = '+221782000003';
      await test.say(from, 'je veux mourir');
      expect(await caseOf(from)).toMatchObject({ danger: 'self_harm', status: 'queued' });
      for (const text of ['2', '1', '3']) await test.say(from, text);
      await passes(73 * hour);
      expect(await caseOf(from)).toMatchObject({ danger: null, sealed: null, status: 'closed' });
      expect(await remainsOf(from, 'mourir')).toEqual([]);
    });

    it('a yes keeps what came before it', async () => {
      const from = '+221782000004';
      await test.say(from, 'bonjour, je suis Fatimata');
      for (const text of ['1', '1']) await test.say(from, text);
      await passes(100 * hour);
      expect(await remainsOf(from, 'Fatimata')).toEqual(['inbox.sealed']);
    });

    it('"do not write here" leaves the keyed hash and that wish, and silence', async () => {
      const from = '+221782000005';
      await test.say(from, 'bonjour, je suis Fatimata');
      expect(await test.say(from, '3')).toHaveLength(1);
      expect(await test.say(from, 'allo ?', 'bonjour', '1')).toEqual([]);
      await passes(6 * 60_000);
      const { personId, key } = await conversationOf(test, from);
      for (const word of ['Fatimata', 'allo', from]) expect(await remainsOf(from, word)).toEqual([]);
      const [one] = await test.open.db.select().from(person).where(eq(person.id, personId));
      expect(one).toMatchObject({ writing: 'no', keeping: null, textLanguage: null, origin: null });
      const [where] = await addressesOf(personId);
      expect(where!.optedOutAt).not.toBeNull();
      expect(where!.sealed).toBeNull();
      const [talk] = await test.open.db
        .select()
        .from(conversation)
        .where(eq(conversation.personId, personId));
      expect(key.open<{ dialog: object }>(talk!.state!).dialog).toMatchObject({
        name: 'opted_out',
        silent: true,
      });
      expect(await test.say(from, 'bonjour')).toEqual([]);
      // danger is answered all the same, at the number it came from
      expect(await test.say(from, 'je veux mourir')).toHaveLength(1);
      expect(test.post.sent.at(-1)!.to).toBe(from);
      await passes(6 * 60_000);
      expect(await remainsOf(from, 'mourir')).not.toEqual([]);
    });
  });

  it('a person key that is gone opens nothing', async () => {
    const [gone] = await test.open.db.select().from(person).where(eq(person.writing, 'no'));
    expect(() => openPersonKey(test.keys, gone!.dataKey!.subarray(0, 20))).toThrow();
  });
});
