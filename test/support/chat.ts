import { readFileSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { alert, caseTable } from '../../db/schema/index.ts';
import { createApp } from '../../src/app.ts';
import { openDoor, putOnDuty } from '../../src/bot/channels/terminal/door.ts';
import { createTerminal } from '../../src/bot/channels/terminal/provider.ts';
import { type Part, printScript, readScript, type Script } from '../../src/bot/channels/terminal/script.ts';
import { createStage, type StageDoor } from '../../src/bot/channels/terminal/stage.ts';
import { readConfig } from '../../src/config.ts';
import { forgetDigits } from '../../src/desk/ask-bot-store.ts';
import { reply } from '../../src/desk/reply-store.ts';
import { addStaff, type StaffMember } from '../../src/desk/staff-store.ts';
import { setAppointment } from '../../src/handoff/appointment-store.ts';
import { type AskGroup, askFromDesk } from '../../src/handoff/ask-store.ts';
import { claimCase, closeCase, handBack } from '../../src/handoff/claim-store.ts';
import { awaitPerson } from '../../src/handoff/closing-store.ts';
import { askWhetherAnswered } from '../../src/handoff/complaint-store.ts';
import { caseByCode } from '../../src/handoff/file-store.ts';
import { freshDatabase } from './database.ts';

/** Plays written conversations one after the other on one whole program. */
export interface ChatStage {
  /** The conversation as it went now, in the same form. */
  play(script: Script): Promise<Script>;
  close(): Promise<void>;
}

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
  const door = openDoor(app, terminal, clock, atTheDesk(app, await supervisor(open.db), clock));
  let people = 0;
  return {
    play: async (script) => {
      const off = await putOnDuty(app, script.duty, script.now);
      const stage = await createStage(door, script, `+2217000${String(++people).padStart(5, '0')}`);
      const parts: Part[] = [];
      for (const part of script.parts)
        parts.push('remark' in part ? part : { acts: part.acts, outcome: await stage.play(part.acts) });
      await off();
      // nobody takes these alerts up; the next conversation must not hear of them
      await open.db.update(alert).set({ status: 'acknowledged' });
      return { ...script, parts };
    },
    close: () => app.close(),
  };
}

async function supervisor(db: Parameters<typeof addStaff>[0]): Promise<StaffMember> {
  const result = await addStaff(db, {
    ...{ email: 'awa@example.org', name: 'Mme Ndiaye', role: 'supervisor', regions: [], languages: [] },
    password: 'a long password for a test',
  });
  if (!('added' in result)) throw new Error(result.fault);
  return { ...result.added, childProtection: true };
}

type Program = Awaited<ReturnType<typeof createApp>>;

function atTheDesk(
  program: Program,
  staff: StaffMember,
  clock: { readonly now: Date },
): StageDoor['caseworker'] {
  const { db } = program.open;
  return async (act, code) => {
    const at = clock.now;
    const caseId = await caseByCode(db, code, staff);
    if (!caseId) throw new Error('There is no case for the caseworker.');
    const acting = { db, keys: program.keys, caseId, staff, at };
    if (act.does === 'takes') await claimCase(db, caseId, staff, at);
    else if (act.does === 'gives back') await handBack(db, caseId, staff, at);
    else if (act.does === 'closes') await closeCase(db, caseId, staff, 'period_over', at);
    else if (act.does === 'awaits') await awaitPerson(db, program.keys, caseId, staff, { awaits: true, at });
    else if (act.does === 'expects') {
      const when = { at: new Date(`${act.text.replace(' ', 'T')}:00Z`), referralNumber: null, now: at };
      await setAppointment(db, program.keys, caseId, staff, when);
    } else if (act.does === 'has answered') await answered(program, caseId, code, at);
    else if (act.does === 'writes') await reply(acting, program.jobs, act.text);
    else if (act.does === 'forgets digits') await forgetDigits(acting, program.jobs);
    else if (act.does === 'asks') await ask(program, caseId, act.text.split(/, */) as AskGroup[], at);
  };
}

async function answered(
  { open: { db }, keys, jobs }: Program,
  caseId: string,
  code: string,
  at: Date,
): Promise<void> {
  const [row] = await db.select().from(caseTable).where(eq(caseTable.id, caseId));
  await db.transaction((tx) => askWhetherAnswered({ tx, jobs, keys, at }, row!.conversationId!, code));
}

async function ask(
  { open: { db }, keys, jobs }: Program,
  caseId: string,
  groups: readonly AskGroup[],
  at: Date,
): Promise<void> {
  const [row] = await db.select().from(caseTable).where(eq(caseTable.id, caseId));
  await db.transaction((tx) => askFromDesk({ tx, jobs, keys, at }, row!.conversationId!, groups));
}

/** Plays one file; with UPDATE_CHATS it is rewritten with what the bot says now, otherwise both texts come back. */
export async function playFile(stage: ChatStage, path: string): Promise<{ written: string; played: string }> {
  const written = readFileSync(path, 'utf8');
  const played = printScript(await stage.play(readScript(written, path)));
  if (process.env.UPDATE_CHATS && played !== written) writeFileSync(path, played);
  return { written: process.env.UPDATE_CHATS ? played : written, played };
}
