import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { createKeys } from '../../db/seal.ts';
import { addUser } from '../../src/cli/user.ts';
import type { Role } from '../../src/desk/roles.ts';
import { allStaff } from '../../src/desk/staff-store.ts';
import { freshDatabase } from '../support/database.ts';
import { caseIn } from './people.ts';
import { type Browser, browser, deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
let open: OpenDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  open = await freshDatabase();
  app = await deskApp(deskDeps(open.db));
  for (const role of ['caseworker', 'supervisor', 'coordinator', 'admin'] as const)
    await addUser(open.db, { email: `${role}@example.org`, name: `${role} X`, role }, password);
});
afterAll(async () => {
  await app.close();
  await open.close();
});

/** The id of the account with this e-mail on the team page. */
const idIn = (page: string, email: string) =>
  [...page.matchAll(/<li class="member">.*?<\/li>/gs)]
    .map(([item]) => item)
    .find((item) => item.includes(email))
    ?.match(/\/desk\/team\/([0-9a-f-]{36})/)?.[1];

const as = (role: Role): Promise<Browser> => signedIn(app, `${role}@example.org`, password);

describe('the team page', () => {
  it('is for supervisors and admins only', async () => {
    const codes: Record<string, number> = {};
    for (const role of ['caseworker', 'supervisor', 'coordinator', 'admin'] as const)
      codes[role] = (await (await as(role)).get('/desk/team')).statusCode;
    expect(codes).toEqual({ caseworker: 403, supervisor: 200, coordinator: 403, admin: 200 });
    expect((await browser(app).get('/desk/team')).headers.location).toBe('/desk/sign-in?to=%2Fdesk%2Fteam');
  });

  it('makes a link that somebody else can use once', async () => {
    const chief = await as('supervisor');
    await chief.get('/desk/team');
    const answer = await chief.post('/desk/team/invitations', { role: 'caseworker' });
    const path = /http:\/\/localhost:3000(\/desk\/welcome\/[\w-]+)/.exec(answer.body)?.[1] ?? '';
    const fields = { name: 'Binta', email: 'binta@example.org', password, again: password };
    const binta = browser(app);
    await binta.get(path);
    expect((await binta.post(path, fields)).statusCode).toBe(303);
    expect((await browser(app).get(path)).statusCode).toBe(410);
    expect((await chief.get('/desk/team')).body).toContain('Binta');
  });

  it('makes a link for a new password, which signs old browsers out', async () => {
    const chief = await as('supervisor');
    const before = await as('coordinator');
    const page = (await chief.get('/desk/team')).body;
    const linkFor = async (email: string) => {
      const answer = await chief.post(`/desk/team/${idIn(page, email)}`, { change: 'password' });
      return /http:\/\/localhost:3000(\/desk\/welcome\/[\w-]+)/.exec(answer.body)?.[1] ?? '';
    };
    const set = async (path: string, secret: string) => {
      const somebody = browser(app);
      expect((await somebody.get(path)).body).toContain('coordinator X');
      return (await somebody.post(path, { password: secret, again: secret })).statusCode;
    };
    expect(await set(await linkFor('coordinator@example.org'), 'une tout autre phrase')).toBe(303);
    expect((await before.get('/desk/counts')).statusCode).toBe(303);
    await expect(as('coordinator')).rejects.toThrow();
    await signedIn(app, 'coordinator@example.org', 'une tout autre phrase');
    expect(await set(await linkFor('coordinator@example.org'), password)).toBe(303);
    const admin = (await allStaff(open.db)).find(({ role }) => role === 'admin')!;
    for (const change of ['password', 'end'])
      expect((await chief.post(`/desk/team/${admin.id}`, { change })).statusCode).toBe(403);
  });

  it('does not let a supervisor make an admin', async () => {
    const chief = await as('supervisor');
    await chief.get('/desk/team');
    expect((await chief.post('/desk/team/invitations', { role: 'admin' })).statusCode).toBe(403);
  });

  it("ends an account at once, also in browsers that are signed in, but never one's own", async () => {
    const chief = await as('supervisor');
    const binta = await signedIn(app, 'binta@example.org', password);
    const page = (await chief.get('/desk/team')).body;
    await chief.post(`/desk/team/${idIn(page, 'binta@example.org')}`, { change: 'end' });
    expect((await binta.get('/desk/')).statusCode).toBe(303);
    await chief.post(`/desk/team/${idIn(page, 'supervisor@example.org')}`, { change: 'end' });
    expect((await chief.get('/desk/team')).statusCode).toBe(200);
  });
});

describe('the roster page', () => {
  it('says that nobody is on duty, puts somebody on it and takes them off again', async () => {
    const chief = await as('supervisor');
    expect((await chief.get('/desk/roster')).body).toContain('personne ne serait prévenu');
    const wrong = await chief.post('/desk/roster', { name: 'Awa', hours: 'Mo-Fr 08:00-17:00' });
    expect([wrong.statusCode, wrong.body.includes('Il faut un téléphone')]).toEqual([422, true]);
    const right = { name: 'Awa', phone: '+221 77 000 00 00', hours: 'always' };
    expect((await chief.post('/desk/roster', right)).statusCode).toBe(303);
    const page = (await chief.get('/desk/roster')).body;
    expect(page).toContain('de garde maintenant');
    await chief.post(/\/desk\/roster\/\d+\/remove/.exec(page)![0]);
    expect((await chief.get('/desk/roster')).body).not.toContain('de garde maintenant');
  });
});

describe('the counts', () => {
  it('are shown to coordinators by region and need, small ones not in detail', async () => {
    const keys = createKeys([{ id: 'test', secret: randomBytes(32) }]);
    for (let i = 0; i < 6; i++) await caseIn(open.db, keys, { needs: ['job'], region: 'SN09' });
    await caseIn(open.db, keys, { needs: ['psychosocial'], region: 'SN09', danger: 'violence' });
    const coordinator = await as('coordinator');
    const page = (await coordinator.get('/desk/counts')).body;
    expect(page).toContain('<td>6</td>');
    expect(page).toContain('<td>1–4</td>');
    expect((await (await as('caseworker')).get('/desk/counts')).statusCode).toBe(403);
  });
});

describe('texts that wait for review', () => {
  it('are listed with the French beside them', async () => {
    const page = (await (await as('supervisor')).get('/desk/texts')).body;
    expect(page).toContain('Wolof');
    expect(page).toContain('lang="wo"');
  });
});

describe('dellusi user add', () => {
  it('says in one line what is wrong', async () => {
    const add = (changes: object, secret = password) =>
      addUser(open.db, { email: 'a@example.org', name: 'A', role: 'caseworker', ...changes }, secret);
    await expect(add({ role: 'chef' })).rejects.toThrow('--role must be one of');
    await expect(add({}, 'court')).rejects.toThrow('fewer than 10 characters');
    await expect(add({ email: 'ADMIN@example.org' })).rejects.toThrow('already has an account');
  });
});
