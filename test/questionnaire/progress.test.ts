import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form, Progress, Question } from '../../src/questionnaire/form.ts';
import { currentQuestion, isRelevant, valuesOf, withoutLast } from '../../src/questionnaire/progress.ts';

const at = '2026-11-24T09:41:00Z';
const answer = (value: Progress[string]['value'], origin: Progress[string]['origin'] = 'bot') => ({
  value,
  origin,
  at,
});
const text = (name: string, more: Partial<Question> = {}): Question => ({
  name,
  type: 'text',
  required: false,
  sensitive: false,
  ...more,
});
const form = (...questions: Question[]): Form => ({ name: 'f', questions, choices: {} });
const ifYes = { relevant: { op: 'equals', question: 'a', value: 'yes' } } as const;

describe('the current question', () => {
  const abc = form(text('a'), text('b', ifYes), text('n', { type: 'note' }), text('c'));

  it('is the first relevant one without an answer', () => {
    expect(currentQuestion(abc, {})?.name).toBe('a');
    expect(currentQuestion(abc, { a: answer('yes') })?.name).toBe('b');
    expect(currentQuestion(abc, { a: answer('no') })?.name).toBe('c');
    expect(currentQuestion(abc, { a: answer('no'), c: answer('x') })).toBeNull();
  });

  it('takes "I prefer not to say" for an answer', () => {
    expect(currentQuestion(abc, { a: { ...answer(null), notSaid: true } })?.name).toBe('c');
  });

  it('follows a form that is edited while people are inside', () => {
    const progress = { a: answer('yes'), b: answer('x') };
    const withNew = form(text('a'), text('new'), text('b', ifYes), text('c'));
    expect(currentQuestion(withNew, progress)?.name).toBe('new');
    const withoutB = form(text('a'), text('c'));
    expect(currentQuestion(withoutB, progress)?.name).toBe('c');
    const turned = form(text('c'), text('b'), text('a'));
    expect(currentQuestion(turned, progress)?.name).toBe('c');
  });
});

describe('one question back', () => {
  const abc = form(text('a'), text('b'), text('c'));

  it('takes the last answer of the bot away and nothing else', () => {
    const undone = withoutLast(abc, { a: answer('1'), b: answer('2') });
    expect(undone?.question.name).toBe('b');
    expect(undone?.progress).toEqual({ a: answer('1') });
  });

  it('leaves alone what a caseworker wrote, and other forms', () => {
    const progress = { a: answer('1'), b: answer('2', 'call'), other: answer('3') };
    expect(withoutLast(abc, progress)?.progress).toEqual({ b: answer('2', 'call'), other: answer('3') });
  });

  it('ends at the beginning', () => {
    expect(withoutLast(abc, {})).toBeNull();
  });
});

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const values = ['yes', 'no', 'other'] as const;
/** Forms whose conditions look at questions before them only, as `readForm` asks. */
const anyForm = fc
  .tuple(
    ...names.map((_, i) => fc.tuple(fc.boolean(), fc.nat(Math.max(0, i - 1)), fc.constantFrom(...values))),
  )
  .map((parts) =>
    form(
      ...parts.map(([conditional, on, value], i) =>
        text(
          names[i]!,
          conditional && i > 0 ? { relevant: { op: 'equals', question: names[on]!, value } as const } : {},
        ),
      ),
    ),
  );
const anyAnswers = fc.array(fc.constantFrom(...values), { minLength: names.length, maxLength: names.length });

/** Fills a form in, question after question; returns the answers after each step. */
function fill(one: Form, given: readonly string[]): Progress[] {
  const steps: Progress[] = [{}];
  for (const value of given) {
    const progress = steps.at(-1)!;
    const question = currentQuestion(one, progress);
    if (!question) break;
    steps.push({ ...progress, [question.name]: answer(value) });
  }
  return steps;
}

describe('any form', () => {
  it('comes to its end: each answer brings it one question on, none is asked twice', () => {
    fc.assert(
      fc.property(anyForm, anyAnswers, (one, given) => {
        const last = fill(one, given).at(-1)!;
        expect(currentQuestion(one, last)).toBeNull();
        for (const question of one.questions) expect(question.name in last).toBe(isRelevant(question, last));
      }),
    );
  });

  it('goes back over exactly the questions it came by', () => {
    fc.assert(
      fc.property(anyForm, anyAnswers, (one, given) => {
        const steps = fill(one, given);
        for (let i = steps.length - 1; i > 0; i--) {
          const undone = withoutLast(one, steps[i]!)!;
          expect(undone.progress).toEqual(steps[i - 1]);
          expect(currentQuestion(one, undone.progress)).toEqual(undone.question);
        }
      }),
    );
  });

  it('asks the same after its state went through JSON', () => {
    fc.assert(
      fc.property(anyForm, anyAnswers, (one, given) => {
        for (const progress of fill(one, given))
          expect(currentQuestion(one, JSON.parse(JSON.stringify(progress)))).toEqual(
            currentQuestion(one, progress),
          );
      }),
    );
  });
});

describe('the values of an answer', () => {
  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['a', ['a']],
    [24, ['24']],
    [null, []],
    [undefined, []],
  ])('%j are %j', (value, expected) => {
    expect(valuesOf(value)).toEqual(expected);
  });
});
