import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { septets, smsSize, toGsm } from '../../src/language/sms.ts';

const gsmLetters = [...'abcdefghijklmnopqrstuvwxyz 0123456789éèàùñ^{}[]~|€\n'];

describe('the size of an SMS', () => {
  it('counts plain, extended and outside letters', () => {
    expect(septets('Où êtes')).toBeNull();
    expect(septets('é€')).toBe(3);
    expect(smsSize('')).toEqual({ encoding: 'gsm', length: 0, segments: 0 });
    expect(smsSize('a'.repeat(160)).segments).toBe(1);
    expect(smsSize('a'.repeat(161)).segments).toBe(2);
    expect(smsSize('ê'.repeat(70)).segments).toBe(1);
    expect(smsSize('ê'.repeat(71)).segments).toBe(2);
  });

  it('agrees with the calculator of Twilio on GSM texts', () => {
    const texts = fc.array(fc.constantFrom(...gsmLetters), { maxLength: 500 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const theirs = new SegmentedMessage(text);
        expect(smsSize(text).encoding).toBe('gsm');
        expect(smsSize(text).length).toBe(theirs.numberOfCharacters);
        expect(smsSize(text).segments).toBe(text === '' ? 0 : theirs.segmentsCount);
      }),
    );
  });

  it('agrees with the calculator of Twilio on texts with other letters', () => {
    const letters = fc.constantFrom(...gsmLetters, 'ê', 'ŋ', 'ɓ', 'ɗ', '…', '🙏');
    const texts = fc.array(letters, { maxLength: 300 }).map((parts) => `ŋ${parts.join('')}`);
    fc.assert(
      fc.property(texts, (text) => {
        expect(smsSize(text).encoding).toBe('ucs2');
        expect(smsSize(text).segments).toBe(new SegmentedMessage(text).segmentsCount);
      }),
    );
  });
});

describe('writing for GSM', () => {
  it('keeps the letters of the table and spells out the others', () => {
    expect(toGsm('Français, être, Ñaar, naïf, cœur')).toBe('Francais, etre, Ñaar, naif, coeur');
    expect(toGsm('ɓeydu ɗemngal ƴiiƴam jaŋde')).toBe('beydu demngal yiiyam jangde');
    expect(toGsm('« l’heure »… 🙏 `')).toBe("<< l'heure >>...  '");
  });

  it('never leaves a letter outside the table, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => septets(toGsm(text)) !== null));
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => septets(toGsm(text)) !== null));
  });

  it('changes nothing in a text that fits', () => {
    const texts = fc.array(fc.constantFrom(...gsmLetters)).map((parts) => parts.join(''));
    fc.assert(fc.property(texts, (text) => toGsm(text) === text));
  });
});
