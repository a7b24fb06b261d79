import { actorLines } from './actor-cells.ts';
import { type ActorColumn, actorColumns } from './actor-columns.ts';
import { frenchChoices, inFrench } from './actor-words.ts';
import { csvLine } from './cell.ts';
import { filesFromTables } from './datapackage.ts';
import { flatTables } from './hsds-tables.ts';
import { forestOf, fullTree } from './hsds-tree.ts';
import { type Listing, listingsOf } from './listing.ts';
import { publicRecords } from './public-records.ts';
import type { Records } from './records.ts';
import type { Snapshot } from './snapshot.ts';
import { writeWorkbook } from './workbook.ts';

/** The directory as an HSDS tabular datapackage: files by name. */
export function exportPackage(records: Records): Map<string, string> {
  return filesFromTables(flatTables(records));
}

/** The directory as HSDS JSON: one service a line with all that belongs to it. */
export function* exportJsonLines(records: Records): Generator<string> {
  const forest = forestOf(flatTables(records));
  for (const row of forest.tables.service) yield `${JSON.stringify(fullTree(forest, 'service', row))}\n`;
}

// Excel takes a file for UTF-8 only when it begins with this mark, and parts columns by semicolon in French.
const excelMark = '\ufeff';

const frenchHeading = actorColumns.map(({ french }) => french);

/** The directory as the table of actors, in French, ready for a spreadsheet and for coming back. */
export function exportTable(snapshot: Snapshot): string {
  return (
    excelMark +
    tableRows(snapshot)
      .map((row) => csvLine(row, ';'))
      .join('')
  );
}

/** The same as an Excel workbook. */
export function exportWorkbook(snapshot: Snapshot): Buffer {
  return writeWorkbook([{ name: 'Services', rows: tableRows(snapshot) }]);
}

function tableRows(snapshot: Snapshot): string[][] {
  const lines = actorLines(snapshot).map(({ cells }) => inFrench(cells));
  return [frenchHeading, ...lines.map((cells) => actorColumns.map(({ name }) => cells[name]))];
}

/** An empty table of actors to fill in. */
export function tableTemplate(): string {
  return excelMark + csvLine(frenchHeading, ';');
}

/** The words that explain the template: sheet names, headings, and what stands in a column. */
export interface TemplateTexts {
  readonly table: string;
  readonly columns: string;
  readonly heading: readonly [column: string, required: string, meaning: string, choices: string];
  readonly required: string;
  readonly meaning: (column: ActorColumn) => string;
}

/** An empty table of actors as an Excel workbook, with a second sheet that says what stands in each column. */
export function templateWorkbook(texts: TemplateTexts): Buffer {
  const explained = actorColumns.map(({ name, french, required }) => [
    french,
    required ? texts.required : '',
    texts.meaning(name),
    frenchChoices(name).join(' ; '),
  ]);
  return writeWorkbook([
    { name: texts.table, rows: [frenchHeading] },
    { name: texts.columns, rows: [texts.heading, ...explained] },
  ]);
}

const hxlColumns = [
  { tag: '#org', en: 'Organisation', fr: 'Organisme' },
  { tag: '#org+type', en: 'Type', fr: 'Nature' },
  { tag: '#sector', en: 'Dimension', fr: 'Dimension' },
  { tag: '#service', en: 'Service', fr: 'Service' },
  { tag: '#need', en: 'Needs', fr: 'Besoins' },
  { tag: '#adm1+code', en: 'Region P-code', fr: 'Code de la région' },
  { tag: '#adm2+code', en: 'Department P-code', fr: 'Code du département' },
  { tag: '#loc', en: 'Place', fr: 'Lieu' },
  { tag: '#date', en: 'Checked or documented', fr: 'Vérifié ou documenté le' },
] as const;

/**
 * What is public of the directory as a CSV file with HXL tags, for exchange with other programmes. People read the
 * headings, in the country's official language; programs read the tags, which are the same everywhere.
 */
export function exportHxl(snapshot: Snapshot): string {
  const open = { ...snapshot, records: publicRecords(snapshot.records) };
  const language = snapshot.countries[0]?.languages[0] === 'fr' ? 'fr' : 'en';
  const lines = [
    hxlColumns.map((column) => column[language]),
    hxlColumns.map(({ tag }) => tag),
    ...listingsOf(open).map(hxlCells),
  ];
  return lines.map((line) => csvLine(line)).join('');
}

const economic = ['training', 'job', 'business', 'debt_finance'];
const psychosocial = ['psychosocial', 'safety_protection'];

function hxlCells({ organization, service, needs, place, location }: Listing): string[] {
  return [
    organization.name,
    organization.kind ?? '',
    [...new Set(needs.map(dimensionOf))].join(';'),
    service.alternate_name ?? service.name,
    needs.join(';'),
    place?.regionPcode ?? '',
    place?.departementPcode ?? '',
    location.town ?? '',
    service.assured_date ?? service.source_date ?? '',
  ];
}

/** The dimension of the National Referral Mechanism that a need belongs to. */
function dimensionOf(need: string): string {
  if (economic.includes(need)) return 'economic';
  return psychosocial.includes(need) ? 'psychosocial' : 'social';
}
