/** Webhook parameters as Twilio sends them: names and shapes from its documentation and from recorded requests. */
export type Parameters = Readonly<Record<string, string | readonly string[]>>;

export const accountSid = 'AC0123456789abcdef0123456789abcdef';
export const authToken = 'a-token-that-only-the-tests-know';
export const whatsappNumber = '+14155238886';
export const smsNumber = '+221338690000';

let count = 0;
/** A message id nobody has used yet. */
export function newSid(prefix: 'SM' | 'MM' = 'SM'): string {
  count += 1;
  return `${prefix}${(Date.now() % 0xffffffff).toString(16).padStart(8, '0')}${process.pid.toString(16).padStart(8, '0')}${count.toString(16).padStart(16, '0')}`;
}

/** An SMS. */
export function sms(from: string, body: string, more: Parameters = {}): Parameters {
  const sid = newSid();
  return {
    ToCountry: 'SN',
    ToState: '',
    SmsMessageSid: sid,
    NumMedia: '0',
    ToCity: '',
    FromZip: '',
    SmsSid: sid,
    FromState: '',
    SmsStatus: 'received',
    FromCity: '',
    Body: body,
    FromCountry: 'SN',
    To: smsNumber,
    ToZip: '',
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: accountSid,
    From: from,
    ApiVersion: '2010-04-01',
    ...more,
  };
}

/** A WhatsApp text; `from` is a number or a user id such as SN.1a2b. */
export function whatsapp(from: string, body: string, more: Parameters = {}): Parameters {
  const sid = newSid();
  return {
    SmsMessageSid: sid,
    NumMedia: '0',
    ProfileName: 'Awa',
    MessageType: 'text',
    SmsSid: sid,
    ...(from.startsWith('+') ? { WaId: from.slice(1) } : {}),
    SmsStatus: 'received',
    Body: body,
    To: `whatsapp:${whatsappNumber}`,
    NumSegments: '1',
    ReferralNumMedia: '0',
    MessageSid: sid,
    AccountSid: accountSid,
    ChannelMetadata: '{"type":"whatsapp","data":{"context":{"ProfileName":"Awa"}}}',
    From: `whatsapp:${from}`,
    ApiVersion: '2010-04-01',
    ...more,
  };
}

/** A tapped quick-reply button. */
export function button(from: string, text: string, payload: string): Parameters {
  return whatsapp(from, text, {
    MessageType: 'button',
    ButtonText: text,
    ButtonPayload: payload,
    Forwarded: 'false',
    FrequentlyForwarded: 'false',
    OriginalRepliedMessageSid: 'SM5cc44eecf7dab0d48d4529d0fa4af44d',
    OriginalRepliedMessageSender: `whatsapp:${whatsappNumber}`,
  });
}

/** A chosen list row. */
export function listRow(from: string, title: string, id: string): Parameters {
  return whatsapp(from, title, { MessageType: 'interactive', ListId: id, ListTitle: title });
}

/** A shared position. */
export function position(
  from: string,
  latitude: string,
  longitude: string,
  more: Parameters = {},
): Parameters {
  return whatsapp(from, '', { MessageType: 'location', Latitude: latitude, Longitude: longitude, ...more });
}

/** Where Twilio keeps a medium of a message. */
export const mediaUrl = (messageSid: string, mediaSid: string) =>
  `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${mediaSid}`;

/** A voice note. */
export function voiceNote(from: string, mediaSid = 'ME0123456789abcdef0123456789abcdef'): Parameters {
  const sid = newSid('MM');
  return whatsapp(from, '', {
    MessageType: 'audio',
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    NumMedia: '1',
    MediaContentType0: 'audio/ogg',
    MediaUrl0: mediaUrl(sid, mediaSid),
  });
}

/** The first message of a person who came by a click-to-WhatsApp advertisement. */
export function fromAdvertisement(from: string, body: string): Parameters {
  return whatsapp(from, body, {
    ReferralBody: 'Vous revenez ? Écrivez-nous.',
    ReferralHeadline: 'Ndimbal Kolda',
    ReferralSourceId: '120208745839',
    ReferralSourceType: 'ad',
    ReferralSourceUrl: 'https://fb.me/3cr4Wqqkv',
    ReferralCtwaClid: 'ARAkLkA8rmlFeiCktEJQ-QTwRiyYHAFDLMNDBH0CD3qpjd0HR4irJ6LEkR7JwFF4XvnO2E4Nx0',
  });
}
