import { describe, expect, it } from 'vitest';
import { createKeys, newPersonKey, openPersonKey } from '../../db/seal.ts';

const key = (id: string, byte: number) => ({ id, secret: Buffer.alloc(32, byte) });
const keys = createKeys([key('k1', 1)]);

describe('seals', () => {
  it('open to what was sealed, and never look the same twice', () => {
    const sealed = Array.from({ length: 2000 }, () => keys.seal(Buffer.from('Awa')));
    for (const one of sealed) expect(keys.open(one).toString()).toBe('Awa');
    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(2000);
    expect(new Set(sealed.map((one) => one.subarray(3, 15).toString('hex'))).size).toBe(2000);
  });

  it('do not open once they were changed, nor under another key', () => {
    const sealed = keys.seal(Buffer.from('Awa'));
    sealed[sealed.length - 1]! ^= 1;
    expect(() => keys.open(sealed)).toThrow();
    expect(() => createKeys([key('k1', 2)]).open(keys.seal(Buffer.from('Awa')))).toThrow();
    expect(() => createKeys([key('k2', 1)]).open(keys.seal(Buffer.from('Awa')))).toThrow('k1');
  });

  it('stay open and findable when a newer key is put in front', () => {
    const rotated = createKeys([key('k2', 2), key('k1', 1)]);
    expect(rotated.open(keys.seal(Buffer.from('Awa'))).toString()).toBe('Awa');
    expect(rotated.hash('+221770000001')).toEqual(keys.hash('+221770000001'));
    expect(() => keys.open(rotated.seal(Buffer.from('Awa')))).toThrow('k2');
  });

  it('of a person open only with the person’s own key', () => {
    const [awa, ibou] = [newPersonKey(keys), newPersonKey(keys)];
    const sealed = awa.key.seal({ text: 'Kolda' });
    expect(openPersonKey(keys, awa.wrapped).open(sealed)).toEqual({ text: 'Kolda' });
    expect(() => openPersonKey(keys, ibou.wrapped).open(sealed)).toThrow();
  });
});
