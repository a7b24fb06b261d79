import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { caseTable } from '../../db/schema/index.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import { addEvents } from '../../src/handoff/event-store.ts';
import { freshDatabase } from '../support/database.ts';
import { caseIn, type MadeCase } from './people.ts';
import { type Browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
let open: OpenDatabase;
let app: FastifyInstance;
let aida: Browser;
let one: MadeCase;

beforeAll(async () => {
  open = await freshDatabase();
  app = await deskApp(deskDeps(open.db, { keys }));
  await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'caseworker' }, password);
  aida = await signedIn(app, 'aida@x.org', password);
  one = await caseIn(open.db, keys, { name: 'Awa' });
  await aida.get(`/desk/cases/${one.code}`);
  await aida.post(`/desk/cases/${one.code}/claim`);
});
afterAll(async () => {
  await app.close();
  await open.close();
});

const due = (caseId: string, what: string, number?: number) =>
  open.db.transaction((tx) =>
    addEvents(tx, [
      {
        caseId,
        kind: 'follow_up_due',
        actor: 'bot',
        data: { what, ...(number ? { number } : {}) },
        at: new Date(),
      },
    ]),
  );
const page = async () => (await aida.get('/desk/tasks')).body;
const step = async (name: string, fields = {}) => {
  await aida.get(`/desk/cases/${one.code}`);
  return (await aida.post(`/desk/cases/${one.code}/${name}`, fields)).headers.location;
};

it('lists what only a human can do, once, until it is done', async () => {
  expect(await page()).toContain("Rien n'attend.");
  await due(one.id, 'call_receiver', 1);
  await due(one.id, 'call_receiver', 1);
  const listed = await page();
  expect(listed.match(/appeler le service à qui la fiche a été remise/g)).toHaveLength(1);
  for (const words of ['Awa', `${one.code}-1`, 'à vous', `/desk/cases/${one.code}/referrals/1`])
    expect(listed).toContain(words);
  const event = /name="event" value="(\d+)"/.exec(listed)![1]!;
  expect(await step('follow-up-done', { event })).toContain('said=kept');
  expect(await page()).not.toContain('appeler le service');
  expect((await aida.get(`/desk/cases/${one.code}`)).body).toContain('Aïda a fait : appeler le service');
});

it('leaves out what was overtaken, and cases that the viewer may not see', async () => {
  await due(one.id, 'ask_person', 2);
  expect(await page()).toContain('demander de vive voix');
  await open.db.transaction((tx) =>
    addEvents(tx, [
      {
        caseId: one.id,
        kind: 'follow_up_answered',
        actor: 'person',
        data: { number: 2, answer: 'yes' },
        at: new Date(),
      },
    ]),
  );
  expect(await page()).not.toContain('demander de vive voix');
  const child = await caseIn(open.db, keys, { name: 'Ibou', minor: true, restricted: true });
  await due(child.id, 'tell_closing');
  expect(await page()).not.toContain('Ibou');
});

it('shows appointments, and warns before a case with one is closed', async () => {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  expect(await step('appointment', { day, time: '10:00' })).toContain('said=appointment');
  expect(await page()).toContain('10:00');
  expect((await aida.get(`/desk/cases/${one.code}`)).body).toContain('Un rendez-vous est prévu');
  expect(await step('close', { reason: 'needs_met' })).toContain('said=no_appointment_ahead');
  expect(await step('close', { reason: 'needs_met', anyway: 'yes' })).toContain('said=closed');
  const [row] = await open.db.select().from(caseTable).where(eq(caseTable.id, one.id));
  expect(row?.status).toBe('closed');
  expect(await page()).not.toContain('10:00');
});
