import { readFileSync, writeFileSync } from 'node:fs';
import { alert } from '../../db/schema/index.ts';
import { createApp } from '../../src/app.ts';
import { openDoor, putOnDuty } from '../../src/bot/channels/terminal/door.ts';
import { createTerminal } from '../../src/bot/channels/terminal/provider.ts';
import { type Part, printScript, readScript, type Script } from '../../src/bot/channels/terminal/script.ts';
import { createStage, type StageDoor } from '../../src/bot/channels/terminal/stage.ts';
import { readConfig } from '../../src/config.ts';
import { addStaff } from '../../src/desk/staff-store.ts';
import type { Viewer } from '../../src/handoff/access.ts';
import { claimCase, closeCase, handBack } from '../../src/handoff/claim-store.ts';
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

async function supervisor(db: Parameters<typeof addStaff>[0]): Promise<Viewer> {
  const result = await addStaff(db, {
    ...{ email: 'awa@example.org', name: 'Mme Ndiaye', role: 'supervisor', regions: [], languages: [] },
    password: 'a long password for a test',
  });
  if (!('added' in result)) throw new Error(result.fault);
  return { id: result.added.id, role: 'supervisor', regions: [], languages: [], childProtection: true };
}

function atTheDesk(
  { open: { db } }: Awaited<ReturnType<typeof createApp>>,
  viewer: Viewer,
  clock: { readonly now: Date },
): StageDoor['caseworker'] {
  return async (act, code) => {
    const id = await caseByCode(db, code, viewer);
    if (!id) throw new Error('There is no case for the caseworker.');
    if (act.does === 'takes') await claimCase(db, id, viewer, clock.now);
    else if (act.does === 'gives back') await handBack(db, id, viewer, clock.now);
    else if (act.does === 'closes') await closeCase(db, id, viewer, 'period_over', clock.now);
    else throw new Error('The desk cannot write in conversations yet.');
  };
}

/** Plays one file; with UPDATE_CHATS it is rewritten with what the bot says now, otherwise both texts come back. */
export async function playFile(stage: ChatStage, path: string): Promise<{ written: string; played: string }> {
  const written = readFileSync(path, 'utf8');
  const played = printScript(await stage.play(readScript(written, path)));
  if (process.env.UPDATE_CHATS && played !== written) writeFileSync(path, played);
  return { written: process.env.UPDATE_CHATS ? played : written, played };
}
