import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { session } from '../../db/schema/index.ts';
import {
  acceptInvitation,
  addStaff,
  changeStaff,
  createInvitation,
  firstInvitation,
} from '../../src/desk/staff-store.ts';
import { freshDatabase } from '../support/database.ts';
import { browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
let open: OpenDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  open = await freshDatabase();
  app = await deskApp(deskDeps(open.db));
});
afterAll(async () => {
  await app.close();
  await open.close();
});

describe('the first start', () => {
  it('gives one link that makes the first supervisor and then works no more', async () => {
    const old = await firstInvitation(open.db, 24);
    const token = await firstInvitation(open.db, 24);
    const aida = browser(app);
    expect((await aida.get(`/desk/welcome/${old}`)).statusCode).toBe(410);
    expect((await aida.get(`/desk/welcome/${token}`)).body).toContain('superviseur');
    const fields = {
      name: 'Aïda',
      email: 'aida@example.org',
      password,
      again: password,
      languages: ['wo', 'fr'],
    };
    const short = await aida.post(`/desk/welcome/${token}`, { ...fields, password: 'court', again: 'court' });
    expect(short.statusCode).toBe(422);
    const welcome = await aida.post(`/desk/welcome/${token}`, fields);
    expect(welcome.statusCode).toBe(303);
    expect(welcome.headers.location).toBe('/desk/');
    expect((await browser(app).get(`/desk/welcome/${token}`)).statusCode).toBe(410);
    expect(await firstInvitation(open.db, 24)).toBeNull();
  });

  it('lets only one of two use the same link', async () => {
    const token = await createInvitation(open.db, 'caseworker', 1);
    const results = await Promise.all(
      ['un@example.org', 'deux@example.org'].map((email) =>
        acceptInvitation(open.db, token, { email, name: 'X', password }),
      ),
    );
    expect(results.filter((result) => 'added' in result)).toHaveLength(1);
    expect(results.find((result) => 'fault' in result)).toEqual({ fault: 'link_used' });
  });
});

describe('signing in', () => {
  it('says the same for an unknown e-mail and a wrong password', async () => {
    await addStaff(open.db, { email: 'Moussa@Example.org', name: 'Moussa', role: 'caseworker', password });
    const texts = [];
    for (const [email, wrong] of [
      ['moussa@example.org', 'pas le bon mot'],
      ['personne@example.org', password],
    ] as const) {
      const one = browser(app);
      await one.get('/desk/sign-in');
      const answer = await one.post('/desk/sign-in', { email, password: wrong });
      expect(answer.statusCode).toBe(401);
      texts.push(/role="alert">([^<]+)</.exec(answer.body)?.[1]);
    }
    expect(texts[0]).toBeTruthy();
    expect(texts[1]).toBe(texts[0]);
  });

  it('keeps only a hash of the session, changes its id at sign-in and ends it at sign-out', async () => {
    const one = browser(app);
    await one.get('/desk/sign-in');
    const before = one.cookies.get('dellusi');
    await one.post('/desk/sign-in', { email: 'moussa@example.org', password });
    const after = one.cookies.get('dellusi')!;
    expect(after).not.toBe(before);
    const rows = JSON.stringify(await open.db.select().from(session));
    expect(rows).not.toContain(decodeURIComponent(after).split('.')[0]);
    expect((await one.get('/desk/')).statusCode).toBe(200);
    await one.post('/desk/sign-out');
    one.cookies.set('dellusi', after);
    expect((await one.get('/desk/')).statusCode).toBe(303);
  });

  it('refuses a form without its token and leads back only to pages of the desk', async () => {
    const one = browser(app);
    const bare = await one.post('/desk/sign-in', { email: 'moussa@example.org', password });
    expect(bare.statusCode).toBe(403);
    await one.get('/desk/sign-in?to=//evil.example/');
    const answer = await one.post('/desk/sign-in', {
      email: 'moussa@example.org',
      password,
      to: '//evil.example/',
    });
    expect(answer.headers.location).toBe('/desk/');
  });

  it('lets nobody in any more whose account was ended', async () => {
    const result = await addStaff(open.db, {
      email: 'fini@example.org',
      name: 'F',
      role: 'caseworker',
      password,
    });
    const one = await signedIn(app, 'fini@example.org', password);
    expect((await one.get('/desk/')).statusCode).toBe(200);
    if ('added' in result) await changeStaff(open.db, result.added.id, { disabled: true });
    expect((await one.get('/desk/')).statusCode).toBe(303);
    await expect(signedIn(app, 'fini@example.org', password)).rejects.toThrow();
  });

  it('stops guessing after ten tries on one account', async () => {
    await addStaff(open.db, { email: 'cible@example.org', name: 'C', role: 'caseworker', password });
    const codes = [];
    for (let i = 0; i < 11; i++) {
      const one = browser(app);
      await one.get('/desk/sign-in');
      const headers = { 'x-try': String(i) };
      codes.push(
        (await one.post('/desk/sign-in', { email: 'cible@example.org', password: `faux ${i}` }, headers))
          .statusCode,
      );
    }
    expect(codes.slice(0, 9)).not.toContain(429);
    expect(codes.at(-1)).toBe(429);
  });

  it('allows no foreign file, and Secure cookies with HSTS where the site is on https', async () => {
    const plain = await browser(app).get('/desk/sign-in');
    expect(plain.headers['content-security-policy']).toContain("default-src 'none'");
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    const secure = await deskApp(deskDeps(open.db, { publicUrl: 'https://desk.example.org' }));
    const answer = await browser(secure).get('/desk/sign-in');
    expect(answer.headers['strict-transport-security']).toContain('max-age');
    expect(answer.headers['set-cookie']).toContain('Secure');
    await secure.close();
  });
});
