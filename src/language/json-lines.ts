/** The line of every key of a JSON text, by its path ("a.b.2"); used only to say where a fault stands. */
export function linesOfKeys(json: string): Map<string, number> {
  const lines = new Map<string, number>();
  const path: (string | number)[] = [];
  let line = 1;
  let key: string | null = null;
  for (const token of json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|\n|[^\s{}[\],:"]+/g) ?? []) {
    if (token === '\n') line += 1;
    else if (token === '{') path.push('');
    else if (token === '[') enterList(path, lines, line);
    else if (token === '}' || token === ']') path.pop();
    else if (token === ',') nextItem(path, lines, line);
    else if (token === ':' && key !== null) lines.set(named(path, key), line);
    key = token.startsWith('"') ? token.slice(1, -1) : null;
  }
  return lines;
}

function enterList(path: (string | number)[], lines: Map<string, number>, line: number): void {
  path.push(0);
  lines.set(path.join('.'), line);
}

function nextItem(path: (string | number)[], lines: Map<string, number>, line: number): void {
  const last = path.at(-1);
  if (typeof last !== 'number') return;
  path[path.length - 1] = last + 1;
  lines.set(path.join('.'), line);
}

function named(path: (string | number)[], key: string): string {
  path[path.length - 1] = key;
  return path.join('.');
}

/** The line that a message of JSON.parse speaks of, or 1 when it names none. */
export function lineOfSyntaxError(error: unknown, json: string): number {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return json.slice(0, Number(position)).split('\n').length;
  const [, token = '', around = ''] =
    /token '(.)', (?:\.\.\.)?"(.*?)"(?:\.\.\.)? is not valid/s.exec(message) ?? [];
  const at = around === '' ? -1 : json.indexOf(around);
  return at < 0 ? 1 : json.slice(0, at + around.indexOf(token)).split('\n').length;
}
