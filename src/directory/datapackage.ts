import type { Fault } from '../fault.ts';
import { csvLine, plainCell } from './cell.ts';
import {
  type FlatRow,
  type FlatTables,
  fileOf,
  noFlatTables,
  numberFields,
  type Resource,
  requiredFields,
  resources,
} from './hsds-shape.ts';
import { valueOfCell } from './hsds-tables.ts';
import { readTable } from './table.ts';

/** Where each row of a datapackage stood, so that a fault found later can be told with file and line. */
export type RowPlaces = ReadonlyMap<FlatRow, { readonly file: string; readonly line: number }>;

const resourceOfFile = new Map(resources.map((resource) => [fileOf[resource], resource]));
// The plural is what one expects, the standard's own package has the singular.
resourceOfFile.set('service_at_locations.csv', 'service_at_location');

/** Whether the name of a file is one of a table of the standard. */
export function isTableFile(name: string): boolean {
  return resourceOfFile.has(baseName(name));
}

/** Reads the CSV files of a tabular datapackage into flat tables. */
export function tablesFromFiles(files: ReadonlyMap<string, string>): {
  tables: FlatTables;
  places: RowPlaces;
  faults: Fault[];
} {
  const tables = noFlatTables();
  const places = new Map<FlatRow, { file: string; line: number }>();
  const faults: Fault[] = [];
  for (const [name, text] of files) {
    const resource = resourceOfFile.get(baseName(name));
    if (!resource) continue;
    const table = readTable(text, name, ['id'], { trim: false });
    faults.push(...table.faults);
    for (const { line, cells } of table.rows) {
      const row = rowOf(cells);
      tables[resource].push(row);
      places.set(row, { file: name, line });
    }
  }
  return { tables, places, faults };
}

function rowOf(cells: Readonly<Record<string, string>>): FlatRow {
  const filled = Object.entries(cells).filter(([, cell]) => cell !== '');
  return Object.fromEntries(filled.map(([field, cell]) => [field, valueOfCell(field, plainCell(cell))]));
}

/** Writes flat tables as the files of a tabular datapackage, `datapackage.json` first. */
export function filesFromTables(tables: FlatTables): Map<string, string> {
  const filled = resources.filter((resource) => tables[resource].length > 0);
  const fields = new Map(filled.map((resource) => [resource, fieldsOf(resource, tables[resource])]));
  const files = new Map([['datapackage.json', `${JSON.stringify(descriptor(fields), null, 2)}\n`]]);
  for (const [resource, names] of fields) files.set(fileOf[resource], csvOf(names, tables[resource]));
  return files;
}

function fieldsOf(resource: Resource, rows: readonly FlatRow[]): string[] {
  const fields = new Set(['id', ...(requiredFields[resource] ?? [])]);
  for (const row of rows) for (const field of Object.keys(row)) fields.add(field);
  return [...fields];
}

function csvOf(fields: readonly string[], rows: readonly FlatRow[]): string {
  const lines = rows.map((row) => csvLine(fields.map((field) => textOf(row[field]))));
  return csvLine(fields) + lines.join('');
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function descriptor(fields: ReadonlyMap<Resource, readonly string[]>): object {
  return {
    name: 'hsds',
    profile: 'tabular-data-package',
    resources: [...fields].map(([resource, names]) => ({
      name: resource,
      path: fileOf[resource],
      profile: 'tabular-data-resource',
      schema: { primaryKey: 'id', fields: names.map((name) => fieldSchema(resource, name)) },
    })),
  };
}

function fieldSchema(resource: Resource, name: string): object {
  const required = name === 'id' || requiredFields[resource]?.includes(name);
  const type = numberFields.has(name) ? 'number' : 'string';
  return { name, type, ...(required ? { constraints: { required: true } } : {}) };
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
