import { describe, expect, test } from 'vitest';
import type { Context, Facts, Lock } from '../../src/dialogs/dialog.ts';
import { isOpen, isWeak, mostTries, tried } from '../../src/dialogs/pin.ts';

const now = new Date('2026-11-24T09:40:00Z');
const lock = { digits: '4831', tries: 0, news: true, openUntil: null };
const contextWith = (own: Partial<Lock> | null) =>
  ({ now, facts: { lock: own && { ...lock, ...own } } as Facts }) as Context;

describe('four digits', () => {
  test.each(['1234', '4321', '0000', '1212', '1987', '2004'])('%s is the first to be guessed', (digits) =>
    expect(isWeak(digits)).toBe(true),
  );
  test.each(['4831', '7205', '1337'])('%s will do', (digits) => expect(isWeak(digits)).toBe(false));

  test('the right ones open for a quarter of an hour', () => {
    const { right, lock: after } = tried(contextWith({}), '4831');
    expect(right).toBe(true);
    expect(after.openUntil).toBe('2026-11-24T09:55:00.000Z');
  });

  test('after five wrong ones the right ones open nothing', () => {
    expect(tried(contextWith({ tries: mostTries - 1 }), '1111').lock.tries).toBe(mostTries);
    const { lock: closed } = tried(contextWith({ tries: mostTries - 1 }), '1111');
    expect(tried(contextWith(closed), '4831')).toEqual({ right: false, lock: closed });
  });

  test('a day after five wrong ones the count begins anew', () => {
    const { lock: closed } = tried(contextWith({ tries: mostTries - 1 }), '1111');
    const tomorrow = new Date(now.getTime() + 25 * 3_600_000);
    const context = { ...contextWith(closed), now: tomorrow };
    expect(tried(context, '4831').right).toBe(true);
    expect(tried(context, '1111').lock.tries).toBe(1);
  });

  test('who chose none has nothing locked', () => {
    expect(isOpen(contextWith(null))).toBe(true);
    expect(isOpen(contextWith({}))).toBe(false);
  });
});
