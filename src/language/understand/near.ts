/**
 * Typing errors between two words: letters dropped, added, changed or swapped (Damerau–Levenshtein, each
 * place changed once); stops and answers `limit + 1` when there are more.
 */
export function typingErrors(one: string, other: string, limit: number): number {
  if (one === other) return 0;
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = nextRow(one, other, row, above, before);
    if (Math.min(...current) > limit) return limit + 1;
    before = above;
    above = current;
  }
  return Math.min(above[other.length] ?? limit + 1, limit + 1);
}

function nextRow(
  one: string,
  other: string,
  row: number,
  above: readonly number[],
  before: readonly number[],
): number[] {
  const current = [row];
  for (let at = 1; at <= other.length; at += 1) {
    const same = one[row - 1] === other[at - 1];
    let least = Math.min(
      (above[at] ?? 0) + 1,
      (current[at - 1] ?? 0) + 1,
      (above[at - 1] ?? 0) + (same ? 0 : 1),
    );
    const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
    if (swapped) least = Math.min(least, (before[at - 2] ?? 0) + 1);
    current.push(least);
  }
  return current;
}

/** How many typing errors a word of this length may hold and still be meant: fewer for short words. */
export function errorsAllowed(length: number): number {
  if (length < 5) return 0;
  return length < 9 ? 1 : 2;
}
