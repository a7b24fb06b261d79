import { describe, expect, it } from 'vitest';
import { readForm } from '../../../src/bot/channels/twilio/form.ts';
import { readInbound } from '../../../src/bot/channels/twilio/inbound.ts';
import type { Inbound } from '../../../src/messages/inbound.ts';
import {
  button,
  fromAdvertisement,
  listRow,
  type Parameters,
  position,
  sms,
  smsNumber,
  voiceNote,
  whatsapp,
  whatsappNumber,
} from '../../support/twilio/payloads.ts';
import { encode } from '../../support/twilio/webhooks.ts';

const awa = '+221770000001';
const read = (parameters: Parameters) => readInbound(readForm(Buffer.from(encode(parameters))));
const inbound = (parameters: Parameters) => read(parameters) as Inbound;

describe('a message webhook', () => {
  it('reads an SMS', () => {
    const sent = sms(awa, ' Bonjour ');
    expect(read(sent)).toEqual({
      providerId: `twilio:${sent.MessageSid}`,
      provider: 'twilio',
      channel: 'sms',
      from: awa,
      ours: smsNumber,
      text: ' Bonjour ',
      media: [],
    });
  });

  it('reads a WhatsApp text: no prefix on the addresses, no advertisement from ReferralNumMedia=0', () => {
    const sent = whatsapp(awa, 'Salaam\n');
    expect(read(sent)).toEqual({
      providerId: `twilio:${sent.MessageSid}`,
      provider: 'twilio',
      channel: 'whatsapp',
      from: awa,
      ours: whatsappNumber,
      text: 'Salaam\n',
      media: [],
      profileName: 'Awa',
    });
  });

  it('reads a person without a number, and keeps the number where WhatsApp gives one', () => {
    expect(inbound(whatsapp('SN.1a2b3c', 'Bonjour'))).toMatchObject({
      channel: 'whatsapp',
      from: 'SN.1a2b3c',
    });
    expect(inbound(whatsapp('SN.1a2b3c', 'Bonjour')).otherIds).toBeUndefined();
    const both = whatsapp('SN.1a2b3c', 'Bonjour', { WaId: '221770000001', ExternalUserId: 'SN.1a2b3c' });
    expect(inbound(both).otherIds).toEqual([awa]);
    expect(inbound(whatsapp(awa, 'Oui', { ExternalUserId: 'SN.9' })).otherIds).toEqual(['SN.9']);
  });

  it('reads a tapped button and a chosen row by their id', () => {
    expect(inbound(button(awa, 'Oui, 18 ans ou plus', 'adult'))).toMatchObject({
      text: 'Oui, 18 ans ou plus',
      choice: 'adult',
    });
    expect(inbound(listRow(awa, 'Papiers', 'papers')).choice).toBe('papers');
    expect(inbound(whatsapp(awa, '2')).choice).toBeUndefined();
  });

  it('reads a shared position, and none from half a position or from nonsense', () => {
    const named = position(awa, '12.8939', '-14.9407', { Label: 'Marché', Address: 'Kolda' });
    expect(inbound(named).location).toEqual({ latitude: 12.8939, longitude: -14.9407, label: 'Marché' });
    expect(inbound(position(awa, '0', '0')).location).toEqual({ latitude: 0, longitude: 0 });
    expect(inbound(whatsapp(awa, 'x', { Latitude: '12.8' })).location).toBeUndefined();
    expect(inbound(position(awa, '112', '-14')).location).toBeUndefined();
  });

  it('reads a voice note as a reference', () => {
    const sent = voiceNote(awa);
    expect(inbound(sent)).toMatchObject({
      text: '',
      media: [{ url: sent.MediaUrl0, contentType: 'audio/ogg' }],
    });
    expect(inbound(whatsapp(awa, '', { NumMedia: '9999999', MediaUrl0: 'https://x' })).media).toHaveLength(1);
  });

  it('reads where a person came from by an advertisement', () => {
    expect(inbound(fromAdvertisement(awa, 'KOLDA5')).advertisement).toEqual({
      sourceId: '120208745839',
      sourceUrl: 'https://fb.me/3cr4Wqqkv',
      headline: 'Ndimbal Kolda',
    });
  });

  it('reads what Twilio did about an opt-out word', () => {
    expect(inbound(sms(awa, 'STOP', { OptOutType: 'STOP' })).optOut).toBe('STOP');
    expect(inbound(sms(awa, 'x', { OptOutType: 'SOMETHING' })).optOut).toBeUndefined();
  });

  it('passes over parameters it does not know', () => {
    expect(inbound(sms(awa, 'Bonjour', { BrandNew: ['a', 'b'], __proto__x: '1' })).text).toBe('Bonjour');
  });

  it.each([
    ['From', { From: '' }],
    ['To', { To: '' }],
    ['MessageSid', { MessageSid: '', SmsMessageSid: '', SmsSid: '' }],
    ['channel', { From: 'messenger:1234' }],
  ])('names what is missing: %s', (name, without) => {
    expect(read(sms(awa, 'Bonjour', without))).toContain(name);
  });
});

describe('a long SMS in base64', () => {
  const long =
    'Je suis rentrée du Maroc en mai, je vis à Vélingara chez ma soeur et je cherche une formation en couture.';
  const base64 = Buffer.from(long).toString('base64');

  it('is read as the words it carries', () => {
    expect(inbound(sms(awa, base64)).text).toBe(long);
  });

  it.each([
    ['a short word', 'Bonjour1'],
    ['one long word of letters', 'a'.repeat(80)],
    ['letters and digits that decode to no words', Buffer.from('x'.repeat(60)).toString('base64')],
    ['bytes that are no text', Buffer.alloc(60, 0xfe).toString('base64')],
    ['control characters', Buffer.from('un deux \u0001 '.repeat(8)).toString('base64')],
    ['ordinary words', long],
  ])('is not seen in %s', (_name, text) => {
    expect(inbound(sms(awa, text)).text).toBe(text);
  });

  it('is not looked for on WhatsApp', () => {
    expect(inbound(whatsapp(awa, base64)).text).toBe(base64);
  });
});
