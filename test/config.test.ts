import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const server = {
  DATABASE_URL: 'postgres://localhost/dellusi',
  ENCRYPTION_KEYS: `b:${key},a:${Buffer.alloc(32, 1).toString('base64')}`,
  SESSION_SECRET: 's'.repeat(32),
};
const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_WHATSAPP_FROM: 'whatsapp:+14155238886',
  PUBLIC_URL: 'https://example.org/',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).faults;
  }
}

describe('the configuration', () => {
  it('needs nothing at all', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      role: 'all',
      serviceName: 'Ndimbal',
      publicUrl: 'http://localhost:3000',
      languages: ['fr', 'wo', 'ff', 'en'],
      retentionUnconsentedHours: 72,
      draftTexts: 'critical',
    });
    expect(readConfig({ NODE_ENV: 'production' })).toEqual(readConfig({ NODE_ENV: 'test' }));
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('decides by presence: a blank setting is an absent one', () => {
    const blank = Object.fromEntries(
      [...Object.keys({ ...server, ...twilio }), 'PORT'].map((name) => [name, ' ']),
    );
    const config = readConfig(blank);
    expect(config).toEqual(readConfig({}));
    expect('twilio' in config || 'databaseUrl' in config).toBe(false);
  });

  it('takes the server database and Twilio', () => {
    const config = readConfig({ ...server, ...twilio });
    expect(config.databaseUrl).toBe(server.DATABASE_URL);
    expect(config.encryptionKeys?.map(({ id, secret }) => [id, secret.length])).toEqual([
      ['b', 32],
      ['a', 32],
    ]);
    expect(config.twilio).toEqual({
      accountSid: twilio.TWILIO_ACCOUNT_SID,
      authToken: 'token',
      whatsappFrom: '+14155238886',
    });
    expect(config.publicUrl).toBe('https://example.org');
  });

  it.each([
    [{ PORT: 'many' }, /^PORT /],
    [{ PORT: '70000' }, /^PORT /],
    [{ PUBLIC_URL: 'example.org' }, /^PUBLIC_URL /],
    [{ ...server, DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must start with postgres/],
    [{ ...server, ENCRYPTION_KEYS: '' }, /^ENCRYPTION_KEYS is needed with DATABASE_URL/],
    [{ ...server, SESSION_SECRET: '' }, /^SESSION_SECRET is needed with DATABASE_URL/],
    [{ ...server, SESSION_SECRET: 'short' }, /^SESSION_SECRET must have at least 32/],
    [{ ...server, ENCRYPTION_KEYS: `a:${key},b:abc` }, /^ENCRYPTION_KEYS must be id:base64/],
    [{ ...server, ENCRYPTION_KEYS: key }, /^ENCRYPTION_KEYS must be id:base64/],
    [{ ...server, ENCRYPTION_KEYS: `a:${key},a:${key}` }, /^ENCRYPTION_KEYS .*twice/],
    [{ ROLE: 'web' }, /^ROLE=web needs DATABASE_URL/],
    [{ ROLE: 'worker' }, /^ROLE=worker needs DATABASE_URL/],
    [{ ROLE: 'king' }, /^ROLE must be/],
    [{ LANGUAGES: 'fr,xx' }, /^LANGUAGES .*xx/],
    [{ LANGUAGES: ' , ' }, /^LANGUAGES /],
    [{ ...twilio, PUBLIC_URL: '' }, /^PUBLIC_URL is needed with Twilio/],
    [{ ...twilio, TWILIO_AUTH_TOKEN: '' }, /^TWILIO_AUTH_TOKEN is needed/],
    [{ ...twilio, TWILIO_WHATSAPP_FROM: '' }, /is needed to send with Twilio/],
    [{ ...twilio, TWILIO_WHATSAPP_FROM: '77 000' }, /^TWILIO_WHATSAPP_FROM must be a number/],
    [{ SMTP_URL: 'smtp://localhost' }, /^MAIL_FROM is needed with SMTP_URL/],
    [{ SERVICE_NAME: 'thirteen char' }, /^SERVICE_NAME must have at most 12/],
    [{ RETENTION_UNCONSENTED_HOURS: '0' }, /^RETENTION_UNCONSENTED_HOURS /],
    [{ SMS_FREE_TO_USER: 'maybe' }, /^SMS_FREE_TO_USER must be true or false/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL /],
  ])('refuses %j', (env, expected) => {
    const faults = faultsOf(env);
    expect(faults).toContainEqual(expect.stringMatching(expected));
    expect(faults).toHaveLength(1);
  });

  it('tells all faults together, none twice and no secret', () => {
    const faults = faultsOf({
      PORT: '-1',
      ROLE: 'worker',
      SERVICE_NAME: 'much too long a name',
      TWILIO_AUTH_TOKEN: 'a secret word',
      ENCRYPTION_KEYS: 'another secret word',
      LANGUAGES: 'xx',
    });
    const names = [
      'PORT',
      'ROLE',
      'SERVICE_NAME',
      'TWILIO_ACCOUNT_SID',
      'ENCRYPTION_KEYS',
      'LANGUAGES',
      'PUBLIC_URL',
    ];
    for (const name of names) expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
    expect(new Set(faults).size).toBe(faults.length);
    expect(faults.join('\n')).not.toContain('secret');
  });
});
