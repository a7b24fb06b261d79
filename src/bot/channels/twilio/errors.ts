import type { SendFault } from '../../../messages/delivery.ts';

/**
 * Twilio's error codes that decide something. What the fault leads to is the same for every provider:
 * stopped and bad_address end the writing to that address; window holds the message until the person writes;
 * try_later is sent again after a while; filtered and unknown_error are shown to the caseworker as not arrived;
 * configuration is for the administrator. `means` is what the desk and `doctor` show beside it.
 */
const table: Readonly<Record<number, readonly [fault: SendFault, means: string]>> = {
  21610: ['stopped', 'The person has sent STOP to this number.'],
  63014: ['stopped', 'The person has blocked this WhatsApp sender.'],
  63033: ['stopped', 'The person has asked WhatsApp for no more messages from us.'],

  21211: ['bad_address', 'The number is not a valid telephone number.'],
  21408: ['bad_address', 'Sending to the country of this number is not allowed for this account.'],
  21612: ['bad_address', 'The number cannot be reached from our sender.'],
  21614: ['bad_address', 'The number is not a mobile number.'],
  21635: ['bad_address', 'The number is a land line.'],
  30005: ['bad_address', 'The number is unknown or no longer in use.'],
  30006: ['bad_address', 'The number is a land line or its operator cannot be reached.'],
  63003: ['bad_address', 'The address does not exist on this channel.'],
  63024: ['bad_address', 'The number is not on WhatsApp.'],

  21656: ['window', 'The values for the template do not fit it.'],
  63013: ['window', 'WhatsApp refused the message by its policy.'],
  63016: ['window', 'The person last wrote more than 24 hours ago: only an approved template may go out.'],
  63027: ['window', 'The template does not exist in this language.'],
  63028: ['window', 'The number of values does not fit the template.'],
  63032: ['window', 'WhatsApp does not let us write to this person at present.'],
  63049: ['window', 'WhatsApp chose not to deliver this message, to keep messages to the person few.'],

  20429: ['try_later', 'Too many requests at once.'],
  20500: ['try_later', 'Twilio had a fault of its own.'],
  30001: ['try_later', 'The queue of our sender is full.'],
  30003: ['try_later', 'The telephone is off or out of reach.'],
  30008: ['try_later', 'The operator gave no reason.'],
  63012: ['try_later', 'WhatsApp had a fault of its own.'],
  63018: ['try_later', 'Too many messages at once for this WhatsApp sender.'],

  30004: ['filtered', 'The operator or the person blocks messages from this number.'],
  30007: ['filtered', 'The operator took the message for spam.'],

  20003: ['configuration', 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN do not belong together.'],
  20404: ['configuration', 'Twilio does not know this account or address.'],
  21606: ['configuration', 'The sender is not a number of this account that can send.'],
  21609: ['configuration', 'Twilio cannot call PUBLIC_URL back.'],
  21617: ['configuration', 'The message is longer than 1,600 characters.'],
  21620: ['configuration', 'The address of the media is not valid.'],
  21659: ['configuration', 'The sender is not a number or short code of this account.'],
  21703: ['configuration', 'The messaging service has no sender that can send this.'],
  63007: ['configuration', 'TWILIO_WHATSAPP_FROM is not a WhatsApp sender of this account.'],
  63015: ['configuration', 'The WhatsApp sandbox reaches only people who have joined it.'],
  63019: ['configuration', 'Twilio could not fetch the media to send.'],
};

/** Every code in the table, for the checks. */
export const errorCodes: readonly number[] = Object.keys(table).map(Number);

/** What a refusal leads to: by Twilio's code, or by the HTTP status where the code says nothing we know. */
export function faultOf(code: number | null, httpStatus: number): SendFault {
  const row = code === null ? undefined : table[code];
  if (row) return row[0];
  if (httpStatus === 429) return 'try_later';
  return [401, 403, 404].includes(httpStatus) ? 'configuration' : 'unknown_error';
}

/** One sentence on what an error code means, or undefined for a code that is not in the table. */
export function meaningOf(code: number): string | undefined {
  return table[code]?.[1];
}
