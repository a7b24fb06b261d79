import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { loadForms } from '../../src/dialogs/forms.ts';
import { readForm } from '../../src/questionnaire/read-form.ts';

const told = (source: string) =>
  readForm(source, 'forms/x.yaml').faults.map(({ file, line, message }) => `${file}:${line} ${message}`);

describe('reading a form', () => {
  it('takes questions, conditions, limits and lists', () => {
    const { form, faults } = readForm(
      [
        'name: x',
        'questions:',
        '  - { name: sort, type: select_one, choices: sorts, required: true }',
        '  - { name: age, type: integer, least: 0, most: 120, sensitive: true, relevant: "sort = \'a\'" }',
        'choices:',
        '  sorts: { 1: a, 0: not_said }',
      ].join('\n'),
      'forms/x.yaml',
    );
    expect(faults).toEqual([]);
    expect(form).toEqual({
      name: 'x',
      questions: [
        { name: 'sort', type: 'select_one', choices: 'sorts', required: true, sensitive: false },
        {
          name: 'age',
          type: 'integer',
          required: false,
          sensitive: true,
          least: 0,
          most: 120,
          relevant: { op: 'equals', question: 'sort', value: 'a' },
        },
      ],
      choices: {
        sorts: [
          { digit: '1', name: 'a' },
          { digit: '0', name: 'not_said' },
        ],
      },
    });
  });

  it('tells every fault at once, each with its line', () => {
    const faults = told(
      [
        'questions:',
        '  - { name: Sort, type: select_one, choices: sorts }',
        '  - { name: age, type: number, leest: 3 }',
        '  - { name: age, type: text }',
        '  - { name: early, type: text, relevant: "late = \'a\'" }',
        '  - { name: late, type: text, relevant: "early >" }',
        '  - { name: which, type: select_multiple, choices: nobodys }',
        '  - only words',
        'choices:',
        '  sorts: { 1: a, 12: b }',
        '  flat: words',
      ].join('\n'),
    );
    const expected = [
      /:2 .*"Sort" must be small letters/,
      /:3 age: type must be one of select_one/,
      /:3 age: "leest" is not known/,
      /:4 .*"age" is used twice/,
      /:5 .*"late", which does not come before/,
      /:6 late: relevant: /,
      /:7 which: choices must name/,
      /:8 a question is a map/,
      /:10 .*"12" must be one digit/,
      /:11 choices.flat must be a map/,
      /:1 name is missing/,
    ];
    for (const one of expected) expect(faults).toContainEqual(expect.stringMatching(one));
    expect(faults).toHaveLength(expected.length);
    expect(readForm('questions: []', 'x').form).toBeNull();
  });

  it('says one digit twice, with its line', () => {
    expect(
      told(
        'name: x\nquestions:\n  - { name: q, type: select_one, choices: c }\nchoices:\n  c:\n    1: a\n    1: b',
      ),
    ).toContainEqual(expect.stringMatching(/^forms\/x\.yaml:[67] /));
  });

  it.each([
    ['', ':1 a form is a map'],
    ['- a\n- b', ':1 a form is a map'],
    ['name: x\nquestions: {}\n', ':2 questions'],
    ['name: x\n', ' questions is missing'],
    ['name: x\nquestions: [\n  { name: a\n', ':'],
  ])('does not throw at %j', (source, said) => {
    expect(told(source).join('\n')).toContain(said);
  });

  it('finds nothing wrong with the forms of this project', () => {
    const { forms, faults } = loadForms(findPaths().forms);
    expect(faults).toEqual([]);
    expect(Object.keys(forms)).toEqual(expect.arrayContaining(['quick', 'minor']));
    for (const [name, form] of Object.entries(forms)) expect(form.name).toBe(name);
  });

  it('tells the faults of all files of a folder together', () => {
    const folder = mkdtempSync(join(tmpdir(), 'forms-'));
    writeFileSync(join(folder, 'a.yaml'), 'name: a\nquestions:\n  - { name: q, type: tekst }\n');
    writeFileSync(join(folder, 'b.yaml'), 'name: b\n');
    const { faults } = loadForms(folder);
    rmSync(folder, { recursive: true });
    expect(faults.map(({ file }) => file)).toEqual(['forms/a.yaml', 'forms/b.yaml']);
  });
});
