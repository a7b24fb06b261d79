/** Something wrong in a file that people edit: where it stands and how to mend it. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Every fault of the locale files at once, so that they can be mended in one go. */
export class LocaleFaults extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
    this.name = 'LocaleFaults';
    this.faults = faults;
  }
}
