import { type CsvErrorCode, parse } from 'csv-parse/sync';
import type { Fault } from '../fault.ts';

/** One line of a table: what stands in each column, trimmed, and the line it starts on. */
export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table {
  readonly rows: readonly Row[];
  readonly faults: readonly Fault[];
}

const faultOfParser: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quotation mark inside a cell must be doubled ("")',
};

/** Reads a CSV text with a heading line; commas, semicolons and tabs are told apart by the heading. */
export function readTable(
  text: string,
  file: string,
  required: readonly string[],
  { trim = true }: { readonly trim?: boolean } = {},
): Table {
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      trim,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      relax_column_count: true,
    });
    return tableOf(records as unknown as ParsedLine[], file, required);
  } catch (error) {
    const { code, lines, message } = error as { code?: CsvErrorCode; lines?: number; message: string };
    return {
      rows: [],
      faults: [{ file, line: lines ?? 0, code: 'quotes', message: (code && faultOfParser[code]) ?? message }],
    };
  }
}

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function tableOf(parsed: readonly ParsedLine[], file: string, required: readonly string[]): Table {
  const heading = parsed[0]?.record ?? [];
  const missing = required.filter((name) => !heading.includes(name));
  if (missing.length > 0) {
    const faults = missing.map((column) => ({ file, line: 1, column, message: 'this column is missing' }));
    return { rows: [], faults };
  }
  const lines = parsed.slice(1).map(({ record, info }) => ({ record, line: startLine(record, info.lines) }));
  const rows = lines.map(({ record, line }) => ({
    line,
    cells: Object.fromEntries(heading.map((name, index) => [name, record[index] ?? ''])),
  }));
  return { rows, faults: lines.flatMap(({ record, line }) => lengthFault(record, heading, file, line)) };
}

function lengthFault(
  record: readonly string[],
  heading: readonly string[],
  file: string,
  line: number,
): Fault[] {
  if (record.length === heading.length) return [];
  const message = `${record.length} columns, the heading has ${heading.length}: look for a lost comma or quotation mark`;
  const values = { count: String(record.length), of: String(heading.length) };
  return [{ file, line, code: 'lost_cell', message, values }];
}

// The parser counts to the end of a record; a cell with line breaks makes the record start earlier.
function startLine(record: readonly string[], endLine: number): number {
  return endLine - record.reduce((breaks, cell) => breaks + (cell.split('\n').length - 1), 0);
}

function delimiterOf(text: string): string {
  const heading = text.slice(0, text.indexOf('\n') >>> 0);
  const count = (mark: string) => heading.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
