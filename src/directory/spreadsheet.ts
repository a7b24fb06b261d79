import type { Fault } from '../fault.ts';
import type { Row, Table } from './table.ts';
import { readZip, ZipError, type ZipLimits } from './zip.ts';

/**
 * Reads the first sheet of an Excel workbook (`.xlsx`) as a table. A workbook is a zip of XML files; only what a table
 * needs is read: shared strings, the cells' values (of formulas, the value last computed), and days as days.
 */
export function readSpreadsheet(bytes: Buffer, file: string, limits?: ZipLimits): Table {
  try {
    return tableOf(readZip(bytes, limits), file);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { rows: [], faults: [{ file, line: 0, code: 'bad_zip', message: error.message }] };
  }
}

function tableOf(files: ReadonlyMap<string, Buffer>, file: string): Table {
  const sheet = firstSheet(files);
  if (!sheet)
    return {
      rows: [],
      faults: [{ file, line: 0, code: 'no_workbook', message: 'this is no Excel workbook (.xlsx)' }],
    };
  const lines = rowsOf(sheet, stringsOf(files.get('xl/sharedStrings.xml')?.toString('utf8') ?? ''));
  const heading = lines[0]?.cells ?? new Map<number, string>();
  if (heading.size === 0)
    return {
      rows: [],
      faults: [{ file, line: 1, code: 'no_heading', message: 'the first line must name the columns' }],
    };
  const rows = lines.slice(1).filter(({ cells }) => [...cells.values()].some((cell) => cell !== ''));
  return { rows: rows.map((line) => rowOf(line, heading)), faults: doubleColumns(heading, file) };
}

function rowOf({ line, cells }: SheetRow, heading: ReadonlyMap<number, string>): Row {
  return {
    line,
    cells: Object.fromEntries([...heading].map(([column, name]) => [name, cells.get(column) ?? ''])),
  };
}

function doubleColumns(heading: ReadonlyMap<number, string>, file: string): Fault[] {
  const names = [...heading.values()].filter(Boolean);
  const doubles = names.filter((name, index) => names.indexOf(name) !== index);
  return doubles.map((column) => ({
    file,
    line: 1,
    column,
    code: 'column_twice',
    message: 'this column stands here twice',
  }));
}

function firstSheet(files: ReadonlyMap<string, Buffer>): string | null {
  const names = [...files.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  const first = names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
  return first ? files.get(first)!.toString('utf8') : null;
}

interface SheetRow {
  readonly line: number;
  readonly cells: ReadonlyMap<number, string>;
}

function rowsOf(sheet: string, strings: readonly string[]): SheetRow[] {
  const rows: SheetRow[] = [];
  for (const [, attributes = '', body = ''] of sheet.matchAll(/<row\b([^>]*?)(?:\/>|>(.*?)<\/row>)/gs)) {
    const line = Number(attribute(attributes, 'r') ?? rows.length + 1);
    rows.push({ line, cells: cellsOf(body, strings) });
  }
  return rows;
}

function cellsOf(row: string, strings: readonly string[]): Map<number, string> {
  const cells = new Map<number, string>();
  for (const [, attributes = '', body = ''] of row.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const column = columnOf(attribute(attributes, 'r')) ?? cells.size;
    cells.set(column, contentOf(attribute(attributes, 't'), body, strings).trim());
  }
  return cells;
}

function contentOf(type: string | null, body: string, strings: readonly string[]): string {
  if (type === 'inlineStr') return textOf(body);
  const value = unescaped(/<v\b[^>]*>(.*?)<\/v>/s.exec(body)?.[1] ?? '');
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'oui' : 'non';
  return type === 'e' ? '' : value;
}

function stringsOf(xml: string): string[] {
  return [...xml.matchAll(/<si\b[^>]*?(?:\/>|>(.*?)<\/si>)/gs)].map(([, body = '']) => textOf(body));
}

// Phonetic readings (rPh) stand beside the text and are not part of it.
function textOf(xml: string): string {
  const bare = xml.replace(/<rPh\b.*?<\/rPh>/gs, '');
  return [...bare.matchAll(/<t\b[^>]*?(?:\/>|>(.*?)<\/t>)/gs)]
    .map(([, text = '']) => unescaped(text))
    .join('');
}

function attribute(attributes: string, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? null;
}

/** "B7" → 1: columns are counted in letters. */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]+/.exec(reference ?? '')?.[0];
  return letters ? [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null;
    return code === null ? (entities[name] ?? whole) : String.fromCodePoint(Math.min(code, 0x10ffff));
  });
}

/** A day that Excel keeps as a number of days since 1900 as `2026-11-21`; other texts stay. */
export function dayOfSerial(text: string): string {
  if (!/^\d{5}(\.\d+)?$/.test(text)) return text;
  return new Date((Math.floor(Number(text)) - 25_569) * 86_400_000).toISOString().slice(0, 10);
}
