import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseAccess, caseTable, conversation, inbox } from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import { allStaff, type StaffMember } from '../../src/desk/staff-store.ts';
import type { CaseOpening } from '../../src/handoff/case.ts';
import { openCases } from '../../src/handoff/case-store.ts';
import { claimCase, handBack } from '../../src/handoff/claim-store.ts';
import { nameOnCase } from '../../src/handoff/work-store.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { caseIn } from './people.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);

describe.each(databases)('a complaint at the desk (%s)', (kind) => {
  let open: OpenDatabase;
  let app: FastifyInstance;
  let chief: Browser;
  const staff = new Map<string, StaffMember>();
  let codes = 0;
  beforeAll(async () => {
    open = await freshDatabase(kind);
    app = await deskApp(deskDeps(open.db, { keys }));
    for (const [name, role] of [
      ['moussa', 'caseworker'],
      ['aida', 'caseworker'],
      ['chef', 'supervisor'],
      ['autre', 'supervisor'],
    ] as const)
      await addUser(open.db, { email: `${name}@x.org`, name, role }, password);
    for (const one of await allStaff(open.db)) staff.set(one.name, one);
    chief = await signedIn(app, 'chef@x.org', password);
  });
  afterAll(async () => {
    await app.close();
    await open.close();
  });

  const at = new Date();
  /** Somebody whose case `holder` has taken (and given back), and who complains afterwards. */
  const complaining = async (holder: string) => {
    const own = await caseIn(open.db, keys, { openedAt: new Date(at.getTime() - 3_600_000) });
    await claimCase(open.db, own.id, staff.get(holder)!, at);
    const opening: CaseOpening = {
      ...{ code: `Z${++codes}Z9`, priority: 'urgent', reason: 'complaint', restricted: true, minor: false },
      ...{ needs: [], dueAt: at, words: { ownWords: ['on m’a demandé de l’argent'] } },
    };
    const { personId, conversationId, key } = own;
    const [id] = await open.db.transaction((tx) =>
      openCases(tx, [{ personId, conversationId, key, opening, at }]),
    );
    return { own, id: id!, path: `/desk/cases/${opening.code}` };
  };
  const speaks = async (id: number) =>
    (await open.db.select().from(conversation).where(eq(conversation.id, id)))[0]!.holder;

  it('offers nobody who holds the person’s other case, says who that is, and refuses them on the server', async () => {
    const { id, path, own } = await complaining('moussa');
    const page = (await chief.get(path)).body;
    const choices = /<select id="f-userId".*?<\/select>/s.exec(page)?.[0] ?? '';
    expect(choices).toContain('aida');
    expect(choices).not.toContain('moussa');
    expect(page).toContain(`moussa tient ou a tenu le dossier ${own.code}`);
    const answer = await chief.post(`${path}/naming`, { userId: staff.get('moussa')!.id });
    expect(answer.headers.location).toContain('no_concerned');
    const named = await nameOnCase(open.db, keys, id, staff.get('chef')!, staff.get('moussa')!.id, at);
    expect(named).toBe('concerned');
    const seenBy = await open.db.select().from(caseAccess).where(eq(caseAccess.caseId, id));
    expect(seenBy.map(({ userId }) => userId)).not.toContain(staff.get('moussa')!.id);
    expect(
      (await chief.post(`${path}/naming`, { userId: staff.get('aida')!.id })).headers.location,
    ).toContain('said=kept');
  });

  it('is not seen by the supervisor who holds the person’s case', async () => {
    const { path } = await complaining('chef');
    expect((await chief.get(path)).statusCode).toBe(404);
    const other = await signedIn(app, 'autre@x.org', password);
    expect((await other.get(path)).statusCode).toBe(200);
  });

  it('gives the word back to who had it before: the caseworker, or the bot', async () => {
    for (const [back, after] of [
      [false, 'caseworker'],
      [true, 'bot'],
    ] as const) {
      const { path, own } = await complaining('moussa');
      if (back) await handBack(open.db, own.id, staff.get('moussa')!, at);
      await chief.get(path);
      await chief.post(`${path}/claim`);
      await chief.post(`${path}/reply`, { words: 'Nous en avons parlé.' });
      expect(await speaks(own.conversationId)).toBe('caseworker');
      await chief.post(`${path}/hand-back`);
      expect(await speaks(own.conversationId)).toBe(after);
      const asked = await open.db.select().from(inbox).where(eq(inbox.conversationId, own.conversationId));
      expect(asked.map(({ providerId }) => providerId.split(':')[0])).toContain('complaint');
      await open.db.update(caseTable).set({ status: 'closed' }).where(eq(caseTable.id, own.id));
    }
  });
});
