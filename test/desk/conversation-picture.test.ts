import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { addUser } from '../../src/cli/user.ts';
import { wrapped } from '../../src/desk/picture/diagram.tsx';
import { diagramOfForm, diagramsOfDialogs } from '../../src/dialogs/picture.ts';
import { contextOf, locales, render, senegalDirectory } from '../dialogs/surroundings.ts';
import { freshDatabase } from '../support/database.ts';
import { deskApp, deskDeps, signedIn } from './support.ts';

const password = 'une phrase à moi seule';
let open: OpenDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  open = await freshDatabase();
  const context = contextOf({ directory: await senegalDirectory(), look: 'whatsapp', language: 'fr' });
  const texts = locales.texts.get('fr')!;
  const picture = {
    forms: Object.values(context.forms).map((form) => diagramOfForm(form, texts)),
    dialogs: diagramsOfDialogs(context, render),
  };
  app = await deskApp(deskDeps(open.db, { picture: () => picture }));
  await addUser(open.db, { email: 'chef@x.org', name: 'Le chef', role: 'supervisor' }, password);
  await addUser(open.db, { email: 'aida@x.org', name: 'Aïda', role: 'caseworker' }, password);
});
afterAll(async () => {
  await app.close();
  await open.close();
});

describe('the picture of the conversation', () => {
  it('can be read: no box is empty, nothing is missing in a text, every dialog has a name', async () => {
    const context = contextOf({ directory: await senegalDirectory(), look: 'whatsapp', language: 'fr' });
    const texts = locales.texts.get('fr')!;
    const diagrams = [
      ...diagramsOfDialogs(context, render),
      ...Object.values(context.forms).map((form) => diagramOfForm(form, texts)),
    ];
    const words = diagrams.flatMap(({ boxes }) => boxes.flatMap((box) => box.words ?? []));
    expect(words.filter((said) => said.trim() === '' || / {2}| [.,]|\{\{/.test(said))).toEqual([]);
    const unnamed = diagrams.filter(({ name }) => !texts.has(`desk.conversation.name.${name}`));
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });

  it('shows supervisors every form and dialog, drawn without a script or a style of its own', async () => {
    const { body, headers } = await (await signedIn(app, 'chef@x.org', password)).get('/desk/conversation');
    for (const id of ['dialog-quick', 'dialog-full', 'dialog-minor', 'dialog-consent', 'dialog-danger'])
      expect(body).toContain(`id="${id}"`);
    expect(body).toContain('1 Oui, 18 ans ou plus');
    expect(body.match(/<svg class="diagram"/g)!.length).toBeGreaterThan(20);
    expect(body).not.toMatch(/ style=|<style/);
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body).not.toMatch(/NaN|undefined|\{\{/);
    expect(String(headers['content-security-policy'])).toContain("style-src 'self';");
  });

  it('is not for caseworkers', async () => {
    const aida = await signedIn(app, 'aida@x.org', password);
    expect((await aida.get('/desk/conversation')).statusCode).toBe(403);
  });

  it('wraps words without losing any', () => {
    expect(wrapped('un deux trois quatre', 9)).toEqual(['un deux', 'trois', 'quatre']);
  });
});
