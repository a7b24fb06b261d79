import { createApp } from '../../src/app.ts';
import { createTerminal } from '../../src/bot/channels/terminal/provider.ts';
import { readConfig } from '../../src/config.ts';
import type { Inbound } from '../../src/messages/inbound.ts';
import { addStaff } from '../handoff/people.ts';
import { freshDatabase } from './database.ts';

/** The whole program on a fresh embedded database, with a clock that stands still until it is moved. */
export async function talkingApp(start = '2026-11-24T09:41:00Z', kind: 'embedded' | 'server' = 'embedded') {
  const clock = { now: new Date(start) };
  const terminal = createTerminal();
  let number = 0;
  const app = await createApp(
    readConfig({
      LOG_LEVEL: 'error',
      DATA_DIR: '/tmp/dellusi-unused',
      ENCRYPTION_KEYS: `t:${Buffer.alloc(32, 7).toString('base64')}`,
      SESSION_SECRET: 'x'.repeat(40),
    }),
    {
      open: await freshDatabase(kind),
      now: () => clock.now,
      providers: [terminal],
    },
  );
  await app.bot.start(true);
  /** Sends one message and returns what comes back, in order. */
  const say = async (from: string, text: string, more: Partial<Inbound> = {}): Promise<string[]> => {
    const message = {
      providerId: `terminal:${number++}`,
      provider: 'terminal',
      channel: 'sms',
      from,
      ours: '+221330000001',
      text,
      media: [],
      ...more,
    } as const;
    await app.bot.receive(message);
    await app.bot.idle();
    return terminal.take().map((outgoing) => outgoing.text);
  };
  /** What was sent since, without anybody having written. */
  const taken = () => terminal.take().map((outgoing) => outgoing.text);
  /** Somebody at the desk who may take any open case. */
  const caseworker = async () => ({ ...(await addStaff(app.open.db)), disabled: false });
  return { app, clock, say, taken, caseworker };
}
