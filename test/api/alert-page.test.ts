import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertPageRoutes } from '../../src/api/alert-page.tsx';
import type { AlertPage } from '../../src/handoff/telling-store.ts';

const token = 'Zm9vYmFyYmF6cXV4';
let app: FastifyInstance;
let alert: AlertPage;

beforeEach(async () => {
  alert = { code: 'K7M4', kind: 'medical', restricted: false, open: true, acknowledgedBy: null };
  app = fastify();
  await app.register((scope) =>
    alertPageRoutes(scope, {
      find: async (asked) => (asked === token ? alert : null),
      acknowledge: async (asked) => {
        if (asked !== token || !alert.open) return false;
        alert = { ...alert, open: false, acknowledgedBy: 'Awa <b>' };
        return true;
      },
      text: (key, values) => `${key} ${Object.values(values ?? {}).join(' ')}`.trim(),
      kind: (kind) => `kind:${kind}`,
      serviceName: 'Ndimbal',
    }),
  );
});
afterEach(() => app.close());

it('is not taken by being opened, only by the button', async () => {
  for (let preview = 0; preview < 3; preview++) {
    const { statusCode, body, headers } = await app.inject({ url: `/a/${token}` });
    expect(statusCode).toBe(200);
    expect(body).toContain('Ndimbal K7M4');
    expect(body).toContain('kind:medical');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  }
  expect(alert.open).toBe(true);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const taken = await app.inject({ method: 'POST', url: `/a/${token}`, headers: form, payload: '' });
  expect([taken.statusCode, taken.headers.location]).toEqual([303, `/a/${token}`]);
  const { body } = await app.inject({ url: `/a/${token}` });
  expect(body).toContain('alert_page.taken Awa &lt;b>');
  expect(body).not.toContain('<form');
});

it('does not tell what a restricted case is about', async () => {
  alert = { ...alert, kind: 'violence', restricted: true };
  const { body } = await app.inject({ url: `/a/${token}` });
  expect(body).toContain('alert_page.restricted');
  expect(body).not.toContain('violence');
});

it('leads nowhere with any other token', async () => {
  const { statusCode, body } = await app.inject({ url: '/a/another' });
  expect(statusCode).toBe(404);
  expect(body).not.toContain('K7M4');
});
