import { describe, expect, it } from 'vitest';
import { readForm } from '../../../src/bot/channels/twilio/form.ts';
import { readStatus, statusUrl } from '../../../src/bot/channels/twilio/status.ts';
import type { Parameters } from '../../support/twilio/payloads.ts';
import { encode, statusOf } from '../../support/twilio/webhooks.ts';

const read = (parameters: Parameters, query: { outbox?: unknown } = {}) =>
  readStatus(readForm(Buffer.from(encode(parameters))), query);
const of = (status: string, code?: number) => statusOf('SM1', '+221770000001', '+221338690000', status, code);

describe('a status callback', () => {
  it.each([
    ['accepted', 'accepted'],
    ['queued', 'accepted'],
    ['sending', 'accepted'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['undelivered', 'undelivered'],
    ['failed', 'failed'],
    ['canceled', 'cancelled'],
  ])('%s is our %s', (theirs, ours) => {
    expect(read(of(theirs))).toEqual({ providerId: 'twilio:SM1', status: ours });
  });

  it('carries our own id and the reason', () => {
    expect(read(of('undelivered', 30005), { outbox: '17' })).toEqual({
      providerId: 'twilio:SM1',
      status: 'undelivered',
      outboxId: 17,
      errorCode: 30005,
    });
  });

  it.each(['', '0', '-1', 'x', '1e3', '99999999999999999', ['1', '2']])('has no id in %j', (outbox) => {
    expect(read(of('sent'), { outbox })).toEqual({ providerId: 'twilio:SM1', status: 'sent' });
  });

  it('tells nothing with a word we do not know', () => {
    expect(read(of('teleported'))).toBeNull();
    expect(read(of('constructor'))).toBeNull();
  });

  it('reads the older names too, and names what is missing', () => {
    expect(read({ SmsSid: 'SM2', SmsStatus: 'sent' })).toEqual({ providerId: 'twilio:SM2', status: 'sent' });
    expect(read({ MessageStatus: 'sent' })).toContain('MessageSid');
    expect(read({ MessageSid: 'SM1' })).toContain('MessageStatus');
  });

  it('is asked for at our own address', () => {
    expect(statusUrl('https://example.org', 17)).toBe('https://example.org/twilio/status?outbox=17');
  });
});
