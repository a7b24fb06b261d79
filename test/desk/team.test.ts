import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { addUser } from '../../src/cli/user.ts';
import type { Role } from '../../src/desk/roles.ts';
import { freshDatabase } from '../support/database.ts';
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

const as = (role: Role): Promise<Browser> => signedIn(app, `${role}@example.org`, password);

describe('the team page', () => {
  it('is for supervisors and admins only', async () => {
    const codes: Record<string, number> = {};
    for (const role of ['caseworker', 'supervisor', 'coordinator', 'admin'] as const)
      codes[role] = (await (await as(role)).get('/desk/team')).statusCode;
    expect(codes).toEqual({ caseworker: 404, supervisor: 200, coordinator: 404, admin: 200 });
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

  it('does not let a supervisor make an admin', async () => {
    const chief = await as('supervisor');
    await chief.get('/desk/team');
    expect((await chief.post('/desk/team/invitations', { role: 'admin' })).statusCode).toBe(404);
  });

  it("ends an account at once, also in browsers that are signed in, but never one's own", async () => {
    const chief = await as('supervisor');
    const binta = await signedIn(app, 'binta@example.org', password);
    const page = (await chief.get('/desk/team')).body;
    const idOf = (email: string) =>
      [...page.matchAll(/<li class="member">.*?<\/li>/gs)]
        .map(([item]) => item)
        .find((item) => item.includes(email))
        ?.match(/\/desk\/team\/([0-9a-f-]{36})/)?.[1];
    await chief.post(`/desk/team/${idOf('binta@example.org')}`, { change: 'end' });
    expect((await binta.get('/desk/')).statusCode).toBe(303);
    await chief.post(`/desk/team/${idOf('supervisor@example.org')}`, { change: 'end' });
    expect((await chief.get('/desk/team')).statusCode).toBe(200);
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
