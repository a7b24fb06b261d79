import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition, questionsOf } from '../../src/questionnaire/condition.ts';
import type { Condition, Progress } from '../../src/questionnaire/form.ts';
import { holds } from '../../src/questionnaire/progress.ts';

const at = '2026-11-24T09:41:00Z';
const answer = (value: Progress[string]['value']) => ({ value, origin: 'bot', at }) as const;

describe('a condition', () => {
  const progress: Progress = {
    needs_now: answer(['training', 'papers']),
    urgent_today: answer('yes'),
    age: answer(24),
    woman_or_man: { ...answer(null), notSaid: true },
  };

  it.each([
    ["selected(needs_now, 'papers')", true],
    ["selected(needs_now, 'paper')", false],
    ["selected(urgent_today, 'yes')", true],
    ["urgent_today = 'yes'", true],
    ["urgent_today != 'yes'", false],
    ["age = '24'", true],
    ["selected(nobody_asked, 'x')", false],
    ["nobody_asked = 'x'", false],
    ["nobody_asked != 'x'", true],
    ["woman_or_man = 'woman'", false],
    ["not(urgent_today = 'no')", true],
    // `and` binds closer than `or`: with or first this would be false.
    ["urgent_today = 'yes' or urgent_today = 'no' and age = '99'", true],
    ["(urgent_today = 'yes' or urgent_today = 'no') and age = '99'", false],
    ["  selected( needs_now ,'training' )and not( age='25' ) ", true],
  ])('%s is %s', (source, expected) => {
    expect(holds(parseCondition(source), progress)).toBe(expected);
  });

  it.each([
    ['', 'the end'],
    ["needs_now = 'job", "'job"],
    ["selected(needs_now 'job')", 'expected ,'],
    ["needs_now = 'job' 'training'", 'too much'],
    ["needs_now = 'job' and", 'the end'],
    ["(needs_now = 'job'", 'expected )'],
    ["not needs_now = 'job'", 'expected ('],
    ["needs_now > '3'", '>'],
    ["needs_now ( 'job'", 'expected'],
  ])('%j is refused and says where', (source, said) => {
    expect(() => parseCondition(source)).toThrow(said);
  });

  it('compares with = and != only', () => {
    expect(() => parseCondition("needs_now , 'job'")).toThrow();
    expect(() => parseCondition("needs_now ) 'job'")).toThrow();
  });
});

const name = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
  .filter((word) => !/^(selected|and|or|not)$/.test(word));
const text = fc.stringMatching(/^[a-z0-9_ ]{0,6}$/);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ op: fc.constant('selected' as const), question: name, choice: text }),
    fc.record({ op: fc.constantFrom('equals' as const, 'differs' as const), question: name, value: text }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
  ),
}));

/** A condition in words, with brackets around every part. */
function written(one: Condition): string {
  switch (one.op) {
    case 'selected':
      return `selected(${one.question}, '${one.choice}')`;
    case 'equals':
      return `${one.question} = '${one.value}'`;
    case 'differs':
      return `${one.question}!='${one.value}'`;
    case 'not':
      return `not(${written(one.of)})`;
    default:
      return one.of.map((part) => `(${written(part)})`).join(` ${one.op} `);
  }
}

describe('any condition', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(condition, (one) => {
        expect(parseCondition(written(one))).toEqual(one);
      }),
    );
  });

  it('names the questions it looks at, each of which decides nothing when it is not named', () => {
    const progress = fc.dictionary(name, fc.oneof(text, fc.array(text), fc.integer()).map(answer));
    fc.assert(
      fc.property(condition, progress, (one, given) => {
        const named = new Set(questionsOf(one));
        const only = Object.fromEntries(Object.entries(given).filter(([question]) => named.has(question)));
        expect(holds(one, given)).toBe(holds(one, only));
      }),
    );
  });

  it('never throws anything but an Error with words when it is nonsense', () => {
    const pieces = ['selected', '(', ')', ',', '=', '!=', 'and', 'or', 'not', "'x'", 'q', '"', '&', ' '];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        try {
          parseCondition(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});
