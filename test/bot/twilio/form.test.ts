import { describe, expect, it } from 'vitest';
import { FormFault, first, readForm } from '../../../src/bot/channels/twilio/form.ts';

const read = (text: string) => readForm(Buffer.from(text, 'latin1'));

describe('a webhook’s form', () => {
  it('keeps values untrimmed, with plus, percent and raw UTF-8 read alike', () => {
    const form = read('Body=+Kolda%20 \r\n&Name=%C3%8Ad%C3%A9%2B&Raw=\xc3\xa9');
    expect(form.get('Body')).toEqual([' Kolda  \r\n']);
    expect(first(form, 'Name')).toBe('Êdé+');
    expect(first(form, 'Raw')).toBe('é');
  });

  it('keeps repeated names in order and empty values', () => {
    const form = read('A=1&B=&A=2&C&=x&&');
    expect(form.get('A')).toEqual(['1', '2']);
    expect(form.get('B')).toEqual(['']);
    expect(form.get('C')).toEqual(['']);
    expect(form.get('')).toEqual(['x']);
    expect(first(form, 'B')).toBeUndefined();
  });

  it('takes a name such as __proto__ for what it is: a name', () => {
    expect(read('__proto__=x').get('__proto__')).toEqual(['x']);
  });

  it.each(['Body=\xff\xfe', 'Body=%FF', 'Body=%C3', 'Body=%zz', 'Body=%E0%80%80'])(
    'refuses what is not UTF-8: %s',
    (text) => {
      expect(() => read(text)).toThrow(FormFault);
    },
  );
});
