import type { Condition } from './form.ts';

const token = /\s*(?:(selected|and|or|not)\b|([a-z][a-z0-9_]*)|'([^']*)'|(!=|[=(),]))/y;

type Token = { kind: 'word' | 'name' | 'text' | 'sign'; value: string };

/** Parses the part of XLSForm's `relevant` that forms here use; throws an Error that says where it stopped. */
export function parseCondition(source: string): Condition {
  const tokens = read(source);
  let at = 0;

  const peek = (value: string) => tokens[at]?.value === value && tokens[at]?.kind !== 'text';
  const take = (kind: Token['kind'], value?: string): string => {
    const found = tokens[at];
    if (!found || found.kind !== kind || (value !== undefined && found.value !== value))
      throw new Error(`expected ${value ?? kind} but found ${found?.value ?? 'the end'} in "${source}"`);
    at += 1;
    return found.value;
  };

  const either = (): Condition => series('or', both);
  const both = (): Condition => series('and', single);
  const series = (op: 'and' | 'or', part: () => Condition): Condition => {
    const of = [part()];
    while (peek(op)) {
      at += 1;
      of.push(part());
    }
    return of.length === 1 ? of[0]! : { op, of };
  };
  const single = (): Condition => {
    if (peek('not')) {
      at += 1;
      return { op: 'not', of: bracketed() };
    }
    if (peek('(')) return bracketed();
    return peek('selected') ? selected() : comparison();
  };
  const bracketed = (): Condition => {
    take('sign', '(');
    const inner = either();
    take('sign', ')');
    return inner;
  };
  const selected = (): Condition => {
    take('word', 'selected');
    take('sign', '(');
    const question = take('name');
    take('sign', ',');
    const choice = take('text');
    take('sign', ')');
    return { op: 'selected', question, choice };
  };
  const comparison = (): Condition => {
    const question = take('name');
    const op = peek('!=') ? 'differs' : 'equals';
    take('sign', op === 'differs' ? '!=' : '=');
    return { op, question, value: take('text') };
  };

  const condition = either();
  if (at < tokens.length) throw new Error(`"${tokens[at]?.value}" is too much in "${source}"`);
  return condition;
}

/** The questions a condition looks at. */
export function questionsOf(condition: Condition): string[] {
  if (condition.op === 'not') return questionsOf(condition.of);
  return 'of' in condition ? condition.of.flatMap(questionsOf) : [condition.question];
}

function read(source: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (source.slice(token.lastIndex).trim()) {
    const from = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new Error(`cannot read "${source.slice(from).trim()}" in "${source}"`);
    const [, word, name, text, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (text !== undefined) tokens.push({ kind: 'text', value: text });
    else tokens.push({ kind: 'sign', value: sign ?? '' });
  }
  return tokens;
}
