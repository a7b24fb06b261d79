import fc from 'fast-check';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, it } from 'vitest';
import { readForm } from '../../../src/bot/channels/twilio/form.ts';
import { asParameters, isSigned, signatureOf } from '../../../src/bot/channels/twilio/signature.ts';
import { encode } from '../../support/twilio/webhooks.ts';

const token = 'a-token';
const url = 'https://example.org/twilio/inbound?foo=1&bar=2';

/** A name once or several times, with any text. */
const anyForm = fc.dictionary(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 })),
);

describe('the signature', () => {
  it('is the one of Twilio’s documentation', () => {
    const form = readForm(
      Buffer.from(
        'Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE',
      ),
    );
    expect(signatureOf('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', form)).toBe(
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    );
  });

  it('equals the one of Twilio’s library over any parameters, repeated ones included', () => {
    fc.assert(
      fc.property(anyForm, (parameters) => {
        const form = readForm(Buffer.from(encode(parameters)));
        const expected = getExpectedTwilioSignature(token, url, parameters);
        expect(signatureOf(token, url, form)).toBe(expected);
        expect(isSigned(token, expected, url, form)).toBe(true);
        expect(validateRequest(token, expected, url, asParameters(form))).toBe(true);
      }),
    );
  });

  it.each([
    ['https://example.org:443/a?b=c', 'https://example.org/a?b=c'],
    ['https://example.org/a?b=c', 'https://example.org:443/a?b=c'],
    ['http://example.org/a', 'http://example.org:80/a'],
  ])('made over %s holds for %s', (signed, ours) => {
    const form = readForm(Buffer.from('From=%2B221'));
    expect(isSigned(token, signatureOf(token, signed, form), ours, form)).toBe(true);
  });

  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['that of another token', signatureOf('other', url, new Map([['A', ['1']]]))],
    ['that of http', signatureOf(token, url.replace('https', 'http'), new Map([['A', ['1']]]))],
    ['that of another value', signatureOf(token, url, new Map([['A', ['2']]]))],
    [
      'that of a trimmed value',
      signatureOf(token, url, new Map([['A', ['1']]]))
        .trimEnd()
        .slice(0, -1),
    ],
  ])('is refused: %s', (_name, signature) => {
    expect(isSigned(token, signature, url, new Map([['A', ['1']]]))).toBe(false);
  });
});
