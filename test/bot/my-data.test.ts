import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseTable } from '../../db/schema/index.ts';
import type { Viewer } from '../../src/handoff/access.ts';
import { closeCase } from '../../src/handoff/claim-store.ts';
import { caseFile } from '../../src/handoff/file-store.ts';
import { codeCase } from '../../src/handoff/work-store.ts';
import { databases } from '../support/database.ts';
import { talkingApp } from '../support/talk.ts';

describe.each(databases)('what DONNEES says is what is kept (%s)', (kind) => {
  let talk: Awaited<ReturnType<typeof talkingApp>>;
  let staff: Viewer & { readonly name: string };
  beforeAll(async () => {
    talk = await talkingApp('2026-11-24T09:41:00Z', kind);
    staff = await talk.caseworker();
  });
  afterAll(() => talk.app.close());

  const tell = async (from: string, ...texts: string[]) => {
    let last: string[] = [];
    for (const text of texts) last = await talk.say(from, text);
    return last.at(-1) ?? '';
  };
  const newest = async () => {
    const rows = await talk.app.open.db.select().from(caseTable).where(eq(caseTable.status, 'queued'));
    return rows.at(-1)!;
  };

  test('somebody who chose messages: no call, and afterwards what the desk corrected', async () => {
    const from = '+221772000201';
    await tell(from, 'Bonjour', '1', '1', '5', 'Kolda', '2', '0');
    expect(await tell(from, 'DONNEES', '1')).toContain(
      'Prénom: -. Lieu: Kolda. Besoins: Papiers. Réponse par message. Gardé 12 mois',
    );
    const { id } = await newest();
    const { db } = talk.app.open;
    const coded = { needs: ['training'], words: { name: 'Awa' } };
    await codeCase(db, talk.app.keys, id, staff, coded, talk.clock.now);
    expect(await tell(from, 'DONNEES', '1')).toContain(
      'Prénom: Awa. Lieu: Kolda. Besoins: Formation. Réponse',
    );
    await tell(from, 'je suis maintenant à Thiès');
    expect(await tell(from, 'DONNEES', '1')).toContain('Lieu: Thiès, Kolda.');
    await closeCase(db, id, { ...staff, role: 'supervisor' }, 'needs_met', talk.clock.now);
    expect(await tell(from, 'DONNEES', '1')).toContain('Lieu: Thiès. Besoins: Papiers. Réponse par message');
  });

  test('somebody who chose a call: in the language that was asked for', async () => {
    const from = '+221772000202';
    await tell(from, 'Bonjour', '1', '1', '2', 'Dakar', '2', '3', 'Modou 10h');
    expect(await tell(from, 'DONNEES', '1')).toContain(
      'Prénom: Modou. Lieu: Dakar. Besoins: Formation. Appel en pulaar.',
    );
    await closeCase(
      talk.app.open.db,
      (await newest()).id,
      { ...staff, role: 'supervisor' },
      'needs_met',
      talk.clock.now,
    );
  });

  test('whoever opened any of their cases, however long ago, has read it', async () => {
    const from = '+221772000203';
    const { db } = talk.app.open;
    for (let i = 0; i < 4; i++) {
      await tell(from, ...(i === 0 ? ['RAPPEL', '1', '1 Awa'] : ['RAPPEL']));
      const { id } = await newest();
      if (i === 0) await caseFile(db, talk.app.keys, id, staff, talk.clock.now);
      talk.clock.now = new Date(talk.clock.now.getTime() + 60_000);
      if (i < 3) await closeCase(db, id, { ...staff, role: 'supervisor' }, 'needs_met', talk.clock.now);
    }
    expect(await tell(from, 'DONNEES', '3')).toBe(`Ont lu votre dossier: ${staff.name}.`);
    expect(await tell(from, 'DONNEES', '4')).toContain("pas d'accord à retirer");
  });
});
