import { createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { freshDatabase } from '../database.ts';
import { accountSid, authToken, type Parameters, smsNumber, whatsappNumber } from './payloads.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { type Answer, postWebhook } from './webhooks.ts';

/** The address that signatures are made over; nobody listens there. */
export const publicUrl = 'https://bot.example.org';

/** The whole program in this process, with Twilio's stand-in behind it and its webhooks open. */
export async function twilioApp(kind: 'embedded' | 'server' = 'embedded') {
  const clock = { ahead: 0 };
  const target = { publicUrl, server: '', retries: 0 };
  const standIn: StandIn = await startStandIn({ target });
  const config = readConfig({
    LOG_LEVEL: 'silent',
    DATA_DIR: '/tmp/dellusi-unused',
    PUBLIC_URL: publicUrl,
    ENCRYPTION_KEYS: `t:${Buffer.alloc(32, 7).toString('base64')}`,
    SESSION_SECRET: 'x'.repeat(40),
    DRAFT_TEXTS: 'all',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_WHATSAPP_FROM: whatsappNumber,
    TWILIO_SMS_FROM: smsNumber,
    TWILIO_API_URL: standIn.url,
  });
  const app = await createApp(config, {
    open: await freshDatabase(kind),
    now: () => new Date(Date.now() + clock.ahead),
  });
  await app.bot.start(true);
  target.server = await app.server.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    standIn,
    target,
    /** Moves the program's clock ahead; Twilio's stays where it is. */
    later: (milliseconds: number) => {
      clock.ahead += milliseconds;
    },
    post: (parameters: Parameters): Promise<Answer> => postWebhook(target, '/twilio/inbound', parameters),
    /** Posts a message and returns the texts that come back. */
    say: async (parameters: Parameters): Promise<string[]> => {
      const before = standIn.messages.length;
      await postWebhook(target, '/twilio/inbound', parameters);
      await app.bot.idle();
      return standIn.messages.slice(before).map((message) => message.body);
    },
    async close() {
      await app.close();
      await standIn.close();
    },
  };
}
