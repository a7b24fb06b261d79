import { Command } from 'commander';
import { syncTemplates } from '../bot/channels/twilio/content.ts';
import { templatesOf } from '../bot/templates.ts';
import { type Config, readConfig } from '../config.ts';
import { loadLocales } from '../language/locales.ts';

/** How long one call may take, in milliseconds. */
const patience = 30_000;

/** `dellusi content sync`: the words that may begin on WhatsApp, at Twilio and with WhatsApp's approval. */
export function contentCommand(): Command {
  const content = new Command('content').description('the words that may begin a conversation on WhatsApp');
  content
    .command('sync')
    .description(
      'makes what Twilio does not have yet, asks WhatsApp to approve it, and tells where each stands',
    )
    .action(async () => {
      for (const line of await contentSync(readConfig())) console.log(line);
    });
  return content;
}

/** The lines that `content sync` prints, one for each template. */
export async function contentSync({ twilio, paths }: Pick<Config, 'twilio' | 'paths'>): Promise<string[]> {
  if (!twilio) throw new Error('Twilio is not configured: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  const { openClient } = await import('../bot/channels/twilio/client.ts');
  const synced = await syncTemplates(openClient(twilio, patience), templatesOf(loadLocales(paths.locales)));
  return synced.map(({ template, sid, approval }) => [template.title, sid, approval].join('\t'));
}
