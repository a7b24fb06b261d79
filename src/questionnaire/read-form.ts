import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Fault } from '../fault.ts';
import { parseCondition, questionsOf } from './condition.ts';
import {
  type Condition,
  type Form,
  type ListedChoice,
  type Question,
  type QuestionType,
  questionTypes,
} from './form.ts';

/** Reads a form from YAML; every fault of the file is told, and then there is no form. */
export function readForm(source: string, file: string): { form: Form | null; faults: readonly Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const faults: Fault[] = document.errors.map((e) => ({
    file,
    line: lines.linePos(e.pos[0]).line,
    message: e.message,
  }));
  const fault = (node: Node | null | undefined, message: string) =>
    faults.push({ file, line: node?.range ? lines.linePos(node.range[0]).line : 1, message });
  const root = document.contents;
  if (!isMap(root)) {
    fault(root, 'a form is a map with name, questions and choices');
    return { form: null, faults };
  }
  const choices = readChoices(root.get('choices', true), fault);
  const known = (root.toJSON() as { known?: string[] }).known ?? [];
  const questions = readQuestions(root.get('questions', true), choices, new Set(known), fault);
  const name = root.get('name');
  if (typeof name !== 'string') fault(root, 'name is missing: add "name: quick"');
  if (faults.length > 0) return { form: null, faults };
  return { form: { name: String(name), questions, choices }, faults };
}

type Tell = (node: Node | null | undefined, message: string) => void;

function readChoices(node: unknown, fault: Tell): Record<string, ListedChoice[]> {
  const lists: Record<string, ListedChoice[]> = {};
  if (!isMap(node)) return lists;
  for (const pair of node.items) {
    const list = String(pair.key);
    const items = pair.value;
    if (!isMap(items)) {
      fault(pair.key as Node, `choices.${list} must be a map of digit: name`);
      continue;
    }
    lists[list] = items.items.map((item) => ({ digit: String(item.key), name: String(item.value) }));
    const digits = lists[list].map((choice) => choice.digit);
    if (new Set(digits).size < digits.length) fault(items, `choices.${list} gives one digit twice`);
    for (const digit of digits)
      if (!/^\d$/.test(digit)) fault(items, `choices.${list}: "${digit}" must be one digit`);
  }
  return lists;
}

/** `known`: questions of another form that are answered before this one begins. */
function readQuestions(
  node: unknown,
  choices: Record<string, ListedChoice[]>,
  known: ReadonlySet<string>,
  fault: Tell,
): Question[] {
  if (!isSeq(node)) {
    fault(node as Node | null | undefined, 'questions is missing: a list of questions');
    return [];
  }
  const seen = new Set(known);
  return node.items.flatMap((item) => {
    if (!isMap(item)) {
      fault(item as Node, 'a question is a map with name and type');
      return [];
    }
    const name = String(item.get('name') ?? '');
    const question = readQuestion(name, item.toJSON() as Record<string, unknown>, item, choices, seen, fault);
    if (!/^[a-z][a-z0-9_]*$/.test(name)) fault(item, `name "${name}" must be small letters, digits and _`);
    if (seen.has(name)) fault(item, `the name "${name}" is used twice`);
    seen.add(name);
    return [question];
  });
}

const knownKeys = new Set([
  'name',
  'type',
  'choices',
  'relevant',
  'required',
  'least',
  'most',
  'sensitive',
  'group',
  'bands',
]);

function readQuestion(
  name: string,
  raw: Record<string, unknown>,
  item: Node,
  choices: Record<string, ListedChoice[]>,
  before: ReadonlySet<string>,
  fault: Tell,
): Question {
  const type = raw.type as QuestionType;
  if (!questionTypes.includes(type)) fault(item, `${name}: type must be one of ${questionTypes.join(', ')}`);
  const list = raw.choices as string | undefined;
  if (type?.startsWith('select') && !(list && choices[list]))
    fault(item, `${name}: choices must name one of the lists below`);
  for (const key of Object.keys(raw))
    if (!knownKeys.has(key)) fault(item, `${name}: "${key}" is not known here`);
  return {
    name,
    type,
    required: raw.required === true,
    sensitive: raw.sensitive === true,
    ...(list ? { choices: list } : {}),
    ...(typeof raw.least === 'number' ? { least: raw.least } : {}),
    ...(typeof raw.most === 'number' ? { most: raw.most } : {}),
    ...(typeof raw.group === 'string' ? { group: raw.group } : {}),
    ...(Array.isArray(raw.bands) ? { bands: raw.bands.map(Number) } : {}),
    ...readRelevant(name, raw.relevant, item, before, fault),
  };
}

function readRelevant(
  name: string,
  source: unknown,
  item: Node,
  before: ReadonlySet<string>,
  fault: Tell,
): { relevant?: Condition } {
  if (source === undefined) return {};
  try {
    const relevant = parseCondition(String(source));
    for (const question of questionsOf(relevant))
      if (!before.has(question))
        fault(item, `${name}: relevant asks about "${question}", which does not come before it`);
    return { relevant };
  } catch (error) {
    fault(item, `${name}: relevant: ${(error as Error).message}`);
    return {};
  }
}
