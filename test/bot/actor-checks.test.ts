import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { phones } from '../../db/schema/directory.ts';
import { assureService } from '../../src/directory/edit-store.ts';
import { talkingApp } from '../support/talk.ts';

let talk: Awaited<ReturnType<typeof talkingApp>>;
let serviceId: string;
beforeAll(async () => {
  talk = await talkingApp();
  const { app, clock } = talk;
  serviceId = app.directory.snapshot().records.services.find(({ key }) => key === 'ajs-thies')!.id;
  await app.open.db.update(phones).set({ number: '77 123 45 67' }).where(eq(phones.service_id, serviceId));
  await assureService(app.open.db, serviceId, { by: 'awa@example.org', at: clock.now });
});
afterAll(() => talk.app.close());

const received = () => talk.app.simulator.phones.get('+221771234567')?.bubbles.map(({ text }) => text) ?? [];
const serviceNow = () => talk.app.directory.snapshot().records.services.find(({ id }) => id === serviceId)!;

it('asks an actor by day when its entry is due, and takes the answer behind the link, once', async () => {
  const { app, clock } = talk;
  clock.now = new Date('2027-06-01T23:00:00Z');
  await app.bot.sweep();
  expect(received()).toEqual([]);
  clock.now = new Date('2027-06-02T09:00:00Z');
  await app.bot.sweep();
  await app.bot.sweep();
  const [sms, ...more] = received();
  expect(more).toEqual([]);
  const link = /http:\/\/localhost:3000(\/e\/[\w-]+)$/.exec(sms!)?.[1];
  expect(sms).toContain('Boutique de droit AJS');

  const page = await app.server.inject({ url: link! });
  expect([page.statusCode, page.body.includes('77 123 45 67')]).toEqual([200, true]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = (payload: string) => app.server.inject({ method: 'POST', url: link!, headers, payload });
  expect((await answer('answer=closed')).statusCode).toBe(303);
  expect((await answer('answer=right')).statusCode).toBe(303);
  expect((await app.server.inject({ url: link! })).body).toContain("nous n'envoyons plus personne");
  expect(serviceNow().status).toBe('temporarily closed');
});
