import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import type { Form } from '../questionnaire/form.ts';
import { readForm } from '../questionnaire/read-form.ts';

/** The questionnaires by name. */
export type Forms = Readonly<Record<string, Form>>;

/** Reads every form of a folder once, at start; all faults of all files are told together. */
export function loadForms(folder: string): { forms: Forms; faults: readonly Fault[] } {
  const read = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readForm(readFileSync(join(folder, file), 'utf8'), `forms/${file}`));
  const forms = Object.fromEntries(read.flatMap(({ form }) => (form ? [[form.name, form]] : [])));
  return { forms, faults: read.flatMap(({ faults }) => faults) };
}
