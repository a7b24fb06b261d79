import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkPageRoutes } from '../../src/api/check-page.tsx';
import type { CheckPage } from '../../src/directory/check-store.ts';

const token = 'Zm9vYmFyYmF6cXV4';
let app: FastifyInstance;
let page: CheckPage;
let kept: readonly string[][];

beforeEach(async () => {
  page = { state: 'open', answer: null, name: 'Atelier <Ndar>', facts: [['phone', '77 000 00 00']] };
  kept = [];
  app = fastify();
  await app.register((scope) =>
    checkPageRoutes(scope, {
      find: async (asked) => (asked === token ? page : null),
      answer: async (asked, answer, words) => {
        if (asked !== token || page.state !== 'open') return false;
        kept = [...kept, [answer, words]];
        page = { ...page, state: 'answered', answer };
        return true;
      },
      texts: () => Object.assign((key: string) => key, { language: 'fr' as const, others: [] }),
      serviceName: 'Ndimbal',
    }),
  );
});
afterEach(() => app.close());

const post = (payload: string, to = token) =>
  app.inject({
    method: 'POST',
    url: `/e/${to}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload,
  });

it('shows what people are told and asks; opening it answers nothing', async () => {
  for (let preview = 0; preview < 3; preview++) {
    const { statusCode, body, headers } = await app.inject({ url: `/e/${token}` });
    expect(statusCode).toBe(200);
    expect(body).toContain('Atelier &lt;Ndar>');
    expect(body).toContain('77 000 00 00');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  }
  expect(kept).toEqual([]);
});

it('keeps one answer with its words, then thanks', async () => {
  const answered = await post('answer=changed&words=nouveau+num%C3%A9ro');
  expect([answered.statusCode, answered.headers.location]).toEqual([303, `/e/${token}?lang=fr`]);
  expect(kept).toEqual([['changed', 'nouveau numéro']]);
  const { body } = await app.inject({ url: `/e/${token}` });
  expect(body).toContain('check.changed');
  expect(body).not.toContain('<form');
});

it('asks again for an answer that is none', async () => {
  const { statusCode, body } = await post('answer=perhaps');
  expect(statusCode).toBe(422);
  expect(body).toContain('check.choose');
  expect(kept).toEqual([]);
});

it('says kindly that a link is out of date, and that another leads nowhere', async () => {
  page = { ...page, state: 'expired' };
  const late = await app.inject({ url: `/e/${token}` });
  expect([late.statusCode, late.body.includes('check.expired')]).toEqual([200, true]);
  const unknown = await app.inject({ url: '/e/another' });
  expect([unknown.statusCode, unknown.body.includes('check.unknown')]).toEqual([404, true]);
  expect((await post('answer=right', 'another')).statusCode).toBe(303);
  expect(kept).toEqual([]);
});
