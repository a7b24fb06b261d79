import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listingPageRoutes } from '../../src/api/listing-page.tsx';
import type { ActorPatch } from '../../src/directory/edit-store.ts';

let app: FastifyInstance;
let asked: ActorPatch[];
beforeEach(async () => {
  asked = [];
  app = fastify();
  await app.register((scope) =>
    listingPageRoutes(scope, {
      ask: async (cells) => asked.push(cells),
      isNumber: (number) => /^7\d \d{3} \d\d \d\d$/.test(number),
      texts: () => Object.assign((key: string) => key, { language: 'fr' as const, others: [] }),
      serviceName: 'Ndimbal',
    }),
  );
});
afterEach(() => app.close());

const filled = {
  organization: 'Atelier <Ndar>',
  services: 'menuiserie',
  town: 'Kolda',
  phone: '77 000 00 00',
};
const post = (fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url: '/listing',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });

it('is open to all, keeps what was asked and thanks', async () => {
  const page = await app.inject({ url: '/listing' });
  expect([page.statusCode, page.body.includes('<script')]).toEqual([200, false]);
  const done = await post({ ...filled, needs: 'training', evidence: 'contact', nonsense: 'x' });
  expect(done.body).toContain('listing.thanks');
  expect(asked).toMatchObject([{ ...filled, needs: 'training' }]);
  expect(asked[0]).not.toHaveProperty('evidence');
});

it('says what is missing and keeps what was typed', async () => {
  const { statusCode, body } = await post({ ...filled, town: '', phone: 'douze' });
  expect([statusCode, asked]).toEqual([422, []]);
  expect(body).toContain('column.town, column.phone');
  expect(body).toContain('Atelier &lt;Ndar>');
});

it('takes a program that fills in everything for what it is, and lets nobody flood the desk', async () => {
  expect((await post({ organization: 'x'.repeat(20_000) })).statusCode).toBe(413);
  expect((await post({ ...filled, fax: '1' })).body).toContain('listing.thanks');
  expect(asked).toEqual([]);
  const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await post(filled)).statusCode));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
});
