import type { TwilioConfig } from '../../../config.ts';
import type { Outgoing } from '../../../messages/delivery.ts';
import type { TwilioClient } from './client.ts';
import { providerId } from './inbound.ts';
import { routeOf } from './send.ts';

/** Nobody is written to more often than this between a call that broke off and its look-up. */
const newest = 50;
/** Twilio's times are whole seconds by its own clock, in milliseconds. */
const clockSlack = 5_000;

/**
 * The provider id of this message if Twilio has it, handed over after `since` and not one of the `known`: same person,
 * sender and text. Twilio lists only by To, From and the day sent, and a message just taken may have no day sent
 * yet, so time and text are compared here.
 */
export async function findMessage(
  client: TwilioClient,
  config: TwilioConfig,
  message: Outgoing,
  since: Date,
  known: readonly string[] = [],
): Promise<string | null> {
  const route = routeOf(message, config);
  if (!route) return null;
  const { to, from } = route;
  const listed = await client.messages.list({
    to,
    ...(from ? { from } : {}),
    pageSize: newest,
    limit: newest,
  });
  const earliest = since.getTime() - clockSlack;
  const found = listed.find(
    (m) =>
      m.direction !== 'inbound' &&
      m.body?.trim() === message.text.trim() &&
      (m.dateCreated?.getTime() ?? earliest) >= earliest &&
      !known.includes(providerId(m.sid)),
  );
  return found ? providerId(found.sid) : null;
}
