/** Work that can pause: each `yield` is a place where others may have their turn. */
export type Work<T> = Generator<void, T>;

/** How long one slice may hold up everybody else, in milliseconds. */
const sliceMs = 8;
/** After so many rows a loop of a work yields: a few milliseconds at most. */
export const rowsInSlice = 1000;

/** Does all of a work at once. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does a work in slices of a few milliseconds, so that messages are answered in between. */
export async function inSlices<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await new Promise<void>((resume) => setImmediate(resume));
  }
}

/** The rows one after the other, with a place to pause after every thousand. */
export function* eachRow<Row>(rows: Iterable<Row>, take: (row: Row) => void): Work<void> {
  let count = 0;
  for (const row of rows) {
    take(row);
    count += 1;
    if (count % rowsInSlice === 0) yield;
  }
}

/** Rows by what they belong to, as `grouped`, with places to pause. */
export function* groupedRows<Row>(rows: Iterable<Row>, key: (row: Row) => string): Work<Map<string, Row[]>> {
  const groups = new Map<string, Row[]>();
  yield* eachRow(rows, (row) => {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  });
  return groups;
}
