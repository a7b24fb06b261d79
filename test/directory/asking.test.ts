import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/open.ts';
import { directoryCheck, phones, services } from '../../db/schema/directory.ts';
import { actorLines } from '../../src/directory/actor-cells.ts';
import { type AskingDoor, askActor, askActors } from '../../src/directory/asking-store.ts';
import { answerCheck, checkPage, checkTasks } from '../../src/directory/check-store.ts';
import { assureService, editService } from '../../src/directory/edit-store.ts';
import { type LiveDirectory, openDirectory } from '../../src/directory/live-store.ts';
import { publicRecords } from '../../src/directory/public-records.ts';
import { readGround } from '../../src/directory/records-store.ts';
import { readNeedsFile, readPack } from '../../src/directory/seed.ts';
import type { Say } from '../../src/language/say.ts';
import { databases, freshDatabase } from '../support/database.ts';
import { today } from './senegal.ts';

const packFolder = join(import.meta.dirname, '../../db/seed/sen');
const later = (days: number) => new Date(today.getTime() + days * 86_400_000);
describe.each(databases)('asking actors, %s database', (kind) => {
  let open: OpenDatabase;
  let live: LiveDirectory;
  let door: AskingDoor;
  let told: { to: object; say: Say }[] = [];
  let reachable = true;
  beforeAll(async () => {
    open = await freshDatabase(kind);
    const pack = await readPack(packFolder);
    live = await openDirectory({ db: open.db, pack, lookEverySeconds: 0 });
    door = {
      db: open.db,
      snapshot: live.snapshot,
      ways: new Set(['sms', 'email']),
      publicUrl: 'https://ndimbal.example.org',
      serviceName: 'Ndimbal',
      tell: async (to, say) => {
        if (!reachable) return { told: false, fault: 'the SMS was not taken' };
        told.push({ to, say });
        return { told: true };
      },
    };
  });
  afterAll(() => open.close());

  const idOf = (key: string) => live.snapshot().records.services.find((service) => service.key === key)!.id;
  const idAt = (id: string) =>
    live.snapshot().records.service_at_locations.find(({ service_id }) => service_id === id)!.id;
  const asked = async (days: number) => {
    told = [];
    await askActors(door, later(days));
    return told;
  };
  const tokenOf = ({ say }: { say: Say }) => String(say.values!.link).split('/').at(-1)!;
  const tasksOf = async (id: string) => (await checkTasks(open.db)).filter((task) => task.serviceId === id);
  const give = (id: string, number: string) =>
    open.db.update(phones).set({ number }).where(eq(phones.service_id, id));

  it('nobody is asked who was never checked by one of ours: that number may be anybody’s by now', async () => {
    expect(await asked(0)).toEqual([]);
  });

  it('an entry that is due asks by SMS, once, with a link of its own', async () => {
    const id = idOf('ajs-thies');
    await give(id, '77 123 45 67');
    await assureService(open.db, id, { by: 'awa@example.org', at: today });
    expect(await asked(179)).toEqual([]);
    const [question, ...more] = await asked(181);
    expect(more).toEqual([]);
    expect(question!.to).toMatchObject({ channel: 'sms', phone: '+221771234567' });
    expect(question!.say.values!.link).toMatch(/^https:\/\/ndimbal\.example\.org\/e\/[\w-]{16}$/);
    expect(await asked(182)).toEqual([]);

    const page = await checkPage(open.db, live.snapshot(), tokenOf(question!), later(182));
    expect(page).toMatchObject({ state: 'open', facts: expect.arrayContaining([['phone', '77 123 45 67']]) });
    await answerCheck(open.db, tokenOf(question!), 'right', '', later(182));
    expect(await asked(200)).toEqual([]);
  });

  it('silence shows and lowers the rank; after the second a human is to telephone', async () => {
    const id = idOf('ajs-kaolack');
    await give(id, '78 123 45 67');
    await assureService(open.db, id, { by: 'awa@example.org', at: today });
    expect(await asked(185)).toHaveLength(1);
    expect(await asked(198)).toEqual([]);
    expect(await tasksOf(id)).toEqual([]);

    expect(await asked(200)).toHaveLength(1);
    expect(await tasksOf(id)).toMatchObject([{ why: 'silent' }]);
    await live.refresh();
    expect(live.snapshot().silent.has(id)).toBe(true);
    const near = live.nearest({ needs: ['documents'], place: 'SN0601', at: later(200), forDesk: true });
    expect(near.find((service) => service.serviceId === id)?.because).toContain('checked.silent');

    expect(await asked(215)).toEqual([]);
    expect(await tasksOf(id)).toMatchObject([{ why: 'call' }]);
    await assureService(open.db, id, { by: 'awa@example.org', at: later(216) });
    expect(await tasksOf(id)).toEqual([]);
    await live.refresh();
    expect(live.snapshot().silent.has(id)).toBe(false);
  });

  it('a line that takes no SMS, and what could not be sent, becomes a task; no number is made up', async () => {
    const [line, failing] = [idOf('ajs-pikine'), idOf('ajs-sedhiou')];
    told = [];
    expect(await askActor(door, line, today)).toBe(false);
    expect(told).toEqual([]);
    expect(await tasksOf(line)).toMatchObject([{ why: 'call', words: '' }]);

    await give(failing, '+221 70 123 45 67');
    reachable = false;
    expect(await askActor(door, failing, today)).toBe(false);
    reachable = true;
    expect(await tasksOf(failing)).toMatchObject([{ why: 'call', words: 'the SMS was not taken' }]);
  });

  it('an e-mail address is written to first, and an organization with many entries rests a week', async () => {
    const [first, second] = [idOf('ajs-pikine'), idOf('ajs-sedhiou')];
    await open.db.delete(directoryCheck);
    for (const id of [first, second]) {
      await open.db.update(services).set({ email: 'ajs@example.org' }).where(eq(services.id, id));
      await assureService(open.db, id, { by: 'awa@example.org', at: today });
    }
    const same = live.snapshot().records.services.filter((service) => [first, second].includes(service.id));
    const organizations = new Set(same.map((service) => service.organization_id)).size;
    const questions = (await asked(190)).filter(({ to }) => 'email' in to);
    expect(questions).toHaveLength(organizations);
    expect(questions[0]!.to).toMatchObject({ channel: 'email', email: 'ajs@example.org' });
    expect(await asked(191)).toEqual([]);
  });

  it('an actor that named a number for WhatsApp is asked there, and that number is told to nobody', async () => {
    const id = idOf('ajs-kedougou');
    const ground = { ...(await readGround(open.db, 'SEN'))!, needsOf: await readNeedsFile(packFolder) };
    const patch = { whatsapp: '77 765 43 21' };
    await editService(open.db, ground, id, patch, { by: 'awa@example.org', at: today });
    told = [];
    const byWhatsapp = { ...door, ways: new Set(['sms', 'email', 'whatsapp'] as const) };
    expect(await askActor(byWhatsapp, id, today)).toBe(true);
    expect(told[0]!.to).toMatchObject({ channel: 'whatsapp', whatsapp: '+221777654321', language: 'fr' });

    await live.refresh();
    const cells = actorLines(live.snapshot()).find(({ serviceId }) => serviceId === id)!.cells;
    expect(cells).toMatchObject({ phone: '800 805 805', whatsapp: '77 765 43 21' });
    expect(live.service(idAt(id), today)?.phone).toBe('800 805 805');
    expect(JSON.stringify(publicRecords(live.snapshot().records))).not.toContain('77 765 43 21');
  });

  it('a safe house shows neither town nor address behind its link', async () => {
    const id = idOf('ajs-thies');
    const snapshot = live.snapshot();
    const { rows } = await open.db.execute<{ id: string }>(
      `select location_id as id from service_at_locations where service_id = '${id}'`,
    );
    await open.db.execute(`update locations set confidential = true where id = '${rows[0]!.id}'`);
    told = [];
    await askActor(door, id, today);
    const page = await checkPage(open.db, snapshot, tokenOf(told[0]!), today);
    expect(page?.facts.map(([name]) => name)).not.toEqual(expect.arrayContaining(['town']));
  });
});
