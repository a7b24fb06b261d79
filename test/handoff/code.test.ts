import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, readCode } from '../../src/handoff/code.ts';

const short = 9_216;

describe('case codes', () => {
  it('give each of the short numbers a code of its own, letter digit letter digit', () => {
    const codes = new Set(Array.from({ length: short }, (_, i) => codeOf(i + 1)));
    expect(codes.size).toBe(short);
    for (const code of codes) expect(code).toMatch(/^[CFHJKLMRTVXZ][2-9][CFHJKLMRTVXZ][2-9]$/);
  });

  it('grow by a sign when the short ones are used up, and stay one to one', () => {
    expect(codeOf(short + 1)).toHaveLength(5);
    expect(codeOf(short + 110_592)).toHaveLength(5);
    expect(codeOf(short + 110_593)).toHaveLength(6);
    const five = new Set(Array.from({ length: 110_592 }, (_, i) => codeOf(short + 1 + i)));
    expect(five.size).toBe(110_592);
  });

  it('never give two numbers the same code, however large', () => {
    const number = fc.integer({ min: 1, max: 90_000_000 });
    fc.assert(fc.property(number, number, (a, b) => a === b || codeOf(a) !== codeOf(b)));
  });

  it('scatter: neighbours differ in at least two signs', () => {
    const different = (a: string, b: string) => [...a].filter((sign, i) => sign !== b[i]).length;
    for (let number = 1; number < short; number++)
      expect(different(codeOf(number), codeOf(number + 1)), `${number}`).toBeGreaterThanOrEqual(2);
  });

  it('are read back however they are spaced or cased', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.constantFrom(' ', '-', '.', ''),
        (number, gap) => {
          const code = codeOf(number);
          expect(readCode(` ${[...code].join(gap).toLowerCase()} `)).toBe(code);
        },
      ),
    );
  });

  it.each([
    ['k7 m4', 'K7M4'],
    ['Dossier K7-M4', 'K7M4'],
    ['K7N4', 'K7M4'],
    ['2 7 m Z', 'Z7M2'],
    ['Q7M4', 'K7M4'],
  ])('read %s as %s', (text, code) => expect(readCode(text)).toBe(code));

  it.each(['', 'K7', 'bonjour', 'K0M4', 'K7M4K7M4K', '7K4M', '1234'])('do not read %s as a code', (text) =>
    expect(readCode(text)).toBeNull(),
  );

  it.each([0, -1, 1.5, Number.NaN, 200_000_000])('refuse %s as a number', (number) =>
    expect(() => codeOf(number)).toThrow(RangeError),
  );
});
