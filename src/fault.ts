/** Something wrong in a file that people write: where it stands and how to mend it. */
export interface Fault {
  readonly file: string;
  /** Counted from 1, the heading line included, as editors and spreadsheets show it; 0: the file as a whole. */
  readonly line: number;
  readonly column?: string;
  /** The column as the file itself calls it, where that differs. */
  readonly heading?: string;
  readonly message: string;
  /** The same as a code with its values, where pages say it in their own language. */
  readonly code?: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** One fault as one line: `actors.csv:12, phone: …`. */
export function faultText(fault: Fault): string {
  const where = fault.line > 0 ? `${fault.file}:${fault.line}` : fault.file;
  const column = fault.heading ?? fault.column;
  return `${where}${column ? `, ${column}` : ''}: ${fault.message}`;
}

/** All faults of a set of files, thrown together so that they can be mended in one go. */
export class FaultsError extends Error {
  readonly faults: readonly Fault[];

  constructor(what: string, faults: readonly Fault[]) {
    super(`${what}: ${faults.length} fault(s)\n${faults.map(faultText).join('\n')}`);
    this.name = 'FaultsError';
    this.faults = faults;
  }
}
