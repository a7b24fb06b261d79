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
  ['Organisation', '#org'],
  ['Type', '#org+type'],
  ['Dimension', '#sector'],
  ['Service', '#service'],
  ['Needs', '#need'],
  ['Region P-code', '#adm1+code'],
  ['Department P-code', '#adm2+code'],
  ['Place', '#loc'],
  ['Checked or documented', '#date'],
] as const;

/** What is public of the directory as a CSV file with HXL tags, for exchange with other programmes. */
export function exportHxl(snapshot: Snapshot): string {
  const open = { ...snapshot, records: publicRecords(snapshot.records) };
  const lines = listingsOf(open).map((listing) => csvLine(hxlCells(listing)));
  return (
    csvLine(hxlColumns.map(([title]) => title)) + csvLine(hxlColumns.map(([, tag]) => tag)) + lines.join('')
  );
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
