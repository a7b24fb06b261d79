import type { TwilioConfig } from '../../../config.ts';
import type { Provider } from '../provider.ts';
import { approvedTemplates } from './content.ts';
import { findMessage } from './find.ts';
import { providerName } from './inbound.ts';
import { fetchMedia } from './media.ts';
import { sendMessage, sendTemplate } from './send.ts';

/**
 * Twilio as a provider. Its library (100 ms, 33 MB) is loaded here, only where Twilio is configured. A call that takes
 * longer than `patience` milliseconds has an unknown outcome.
 */
export async function createTwilio(
  config: TwilioConfig,
  publicUrl: string,
  { patience = 15_000 } = {},
): Promise<Provider> {
  const { openClient } = await import('./client.ts');
  const client = openClient(config, patience);
  const approved = approvedTemplates(client);
  return {
    name: providerName,
    send: (message) => sendMessage(client, config, publicUrl, message),
    sendTemplate: (to, template, values) => sendTemplate(client, config, approved, { to, template, values }),
    find: (message, since, known) => findMessage(client, config, message, since, known),
    fetchMedia: (reference) => fetchMedia(config, reference),
  };
}
