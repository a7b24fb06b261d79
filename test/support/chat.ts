import { readFileSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { alert, caseTable } from '../../db/schema/index.ts';
import { createApp } from '../../src/app.ts';
import { createTerminal } from '../../src/bot/channels/terminal/provider.ts';
import {
  type Act,
  type Part,
  printScript,
  readScript,
  type Script,
} from '../../src/bot/channels/terminal/script.ts';
import { createStage, type StageDoor } from '../../src/bot/channels/terminal/stage.ts';
import { readConfig } from '../../src/config.ts';
import { reply } from '../../src/desk/reply-store.ts';
import { addStaff, type StaffMember } from '../../src/desk/staff-store.ts';
import { type AskGroup, askFromDesk } from '../../src/handoff/ask-store.ts';
import { claimCase, closeCase, handBack } from '../../src/handoff/claim-store.ts';
import { caseByCode } from '../../src/handoff/file-store.ts';
import { addToRoster, removeFromRoster } from '../../src/handoff/roster-store.ts';
import { freshDatabase } from './database.ts';

/** Plays written conversations one after the other on one whole program. */
export interface ChatStage {
  /** The conversation as it went now, in the same form. */
  play(script: Script): Promise<Script>;
  close(): Promise<void>;
}

/** Who is on duty in the conversations, in the order in which they are told. */
const dutyPhones = { Fatou: '+221770000001', Ibrahima: '+221770000002' } as const;

/** The whole program on a fresh database, with somebody at the desk; each conversation has a person of its own. */
export async function openChatStage(kind: 'embedded' | 'server' = 'embedded'): Promise<ChatStage> {
  const clock = { now: new Date('2026-11-24T09:40:00Z') };
  const terminal = createTerminal();
  const config = readConfig({
    LOG_LEVEL: 'error',
    DATA_DIR: '/tmp/dellusi-unused',
    ENCRYPTION_KEYS: `t:${Buffer.alloc(32, 7).toString('base64')}`,
    SESSION_SECRET: 'x'.repeat(40),
    PUBLIC_URL: 'http://localhost:3000',
  });
  const open = await freshDatabase(kind);
  const app = await createApp(config, { open, now: () => clock.now, providers: [terminal] });
  await app.bot.start(true);
  const viewer = await supervisor(open.db);
  const { db } = open;
  const door: StageDoor = {
    db,
    keys: app.keys,
    bot: app.bot,
    terminal,
    clock,
    placeName: (id) => app.directory.place(id)?.name ?? null,
    placePoint: (name) => pointOf(app.directory, name),
    alerts: alertsOn(app.simulator),
    caseworker: (act, code) => atTheDesk(app, viewer, clock.now, act, code),
  };
  let people = 0;
  return {
    play: async (script) => {
      const off = await onDuty(app, script);
      const stage = await createStage(door, script, `+2217000${String(++people).padStart(5, '0')}`);
      const parts: Part[] = [];
      for (const part of script.parts)
        parts.push('remark' in part ? part : { acts: part.acts, outcome: await stage.play(part.acts) });
      await off();
      return { ...script, parts };
    },
    close: () => app.close(),
  };
}

type App = Awaited<ReturnType<typeof createApp>>;

/** What a caseworker does with the newest case. */
async function atTheDesk(
  { open: { db }, keys, jobs }: App,
  staff: StaffMember,
  at: Date,
  act: Extract<Act, { kind: 'caseworker' }>,
  code: string,
): Promise<void> {
  const caseId = await caseByCode(db, code, staff);
  if (!caseId) throw new Error('There is no case for the caseworker.');
  if (act.does === 'takes') await claimCase(db, caseId, staff, at);
  else if (act.does === 'gives back') await handBack(db, caseId, staff, at);
  else if (act.does === 'closes') await closeCase(db, caseId, staff, 'period_over', at);
  else if (act.does === 'writes') await reply({ db, keys, caseId, staff, at }, jobs, act.text);
  else if (act.does === 'asks')
    await ask({ db, keys, jobs, at }, caseId, act.text.split(/, */) as AskGroup[]);
}

async function ask(
  { db, keys, jobs, at }: Pick<App, 'keys' | 'jobs'> & { db: App['open']['db']; at: Date },
  caseId: string,
  groups: readonly AskGroup[],
): Promise<void> {
  const [row] = await db.select().from(caseTable).where(eq(caseTable.id, caseId));
  await db.transaction((tx) => askFromDesk({ tx, jobs, keys, at }, row!.conversationId!, groups));
}

async function supervisor(db: Parameters<typeof addStaff>[0]): Promise<StaffMember> {
  const result = await addStaff(db, {
    ...{ email: 'awa@example.org', name: 'Mme Ndiaye', role: 'supervisor', regions: [], languages: [] },
    password: 'a long password for a test',
  });
  if (!('added' in result)) throw new Error(result.fault);
  return { ...result.added, childProtection: true };
}

/** Puts somebody on the roster for one conversation, as its head says. */
async function onDuty(
  { open, keys, bot }: Awaited<ReturnType<typeof createApp>>,
  { duty, now }: Script,
): Promise<() => Promise<void>> {
  if (duty === 'nobody') {
    await bot.sweep();
    return async () => {};
  }
  const ids: number[] = [];
  for (const [name, phone] of Object.entries(dutyPhones)) {
    const added = await addToRoster({ db: open.db, keys }, { name, phone, hours: duty }, now);
    if (!('id' in added)) throw new Error(added.faults.join('; '));
    ids.push(added.id);
  }
  await bot.sweep();
  return async () => {
    for (const id of ids) await removeFromRoster(open.db, id, now);
    // nobody takes these alerts up; the next conversation must not hear of them
    await open.db.update(alert).set({ status: 'acknowledged' });
  };
}

function alertsOn({ phones }: Awaited<ReturnType<typeof createApp>>['simulator']): () => readonly string[] {
  let seen = 0;
  return () => {
    const told = Object.entries(dutyPhones).flatMap(([name, phone]) =>
      (phones.get(phone)?.bubbles ?? []).map((bubble) => ({
        name,
        ...bubble,
        order: Number(bubble.id.slice(1)),
      })),
    );
    const fresh = told.filter(({ order }) => order > seen).sort((a, b) => a.order - b.order);
    seen = fresh.at(-1)?.order ?? seen;
    return fresh.map(({ name, text }) => `${name}: ${text}`);
  };
}

function pointOf({ places }: Awaited<ReturnType<typeof createApp>>['directory'], name: string) {
  const named = places().filter((place) => place.name === name);
  const best = named.find(({ level }) => level === 'town') ?? named.find(({ level }) => level === 'commune');
  if (!best || best.latitude === null || best.longitude === null) return null;
  return { latitude: best.latitude, longitude: best.longitude };
}

/** Plays one file; with UPDATE_CHATS it is rewritten with what the bot says now, otherwise both texts come back. */
export async function playFile(stage: ChatStage, path: string): Promise<{ written: string; played: string }> {
  const written = readFileSync(path, 'utf8');
  const played = printScript(await stage.play(readScript(written, path)));
  if (process.env.UPDATE_CHATS && played !== written) writeFileSync(path, played);
  return { written: process.env.UPDATE_CHATS ? played : written, played };
}
