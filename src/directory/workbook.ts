import { safeCell } from './cell.ts';
import { writeZip } from './zip.ts';

/** One sheet of a workbook: the first row is its heading. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/**
 * Writes an Excel workbook (`.xlsx`) with text in every cell, a bold heading that stays in view, and readable widths.
 * Nothing in it can run: cells are inline strings, never formulas. `readSpreadsheet` reads it back.
 */
export function writeWorkbook(sheets: readonly Sheet[]): Buffer {
  const files: [string, string][] = [
    ['[Content_Types].xml', contentTypes(sheets)],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', bookOf(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([...sheets.map((_, i) => ['worksheet', pathOf(i)] as const), ['styles', 'styles.xml']]),
    ],
    ['xl/styles.xml', styles],
    ...sheets.map((sheet, i): [string, string] => [`xl/${pathOf(i)}`, sheetOf(sheet)]),
  ];
  return writeZip(new Map(files));
}

const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const pathOf = (index: number) => `worksheets/sheet${index + 1}.xml`;

function contentTypes(sheets: readonly Sheet[]): string {
  const part = (name: string, type: string) =>
    `<Override PartName="/xl/${name}" ContentType="${kind}.${type}+xml"/>`;
  return `${declared}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook.xml', 'sheet.main')}${part('styles.xml', 'styles')}${sheets.map((_, i) => part(pathOf(i), 'worksheet')).join('')}</Types>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${relationships}/${type}" Target="${target}"/>`,
  );
  return `${declared}<Relationships xmlns="${packaged}/relationships">${each.join('')}</Relationships>`;
}

function bookOf(sheets: readonly Sheet[]): string {
  const each = sheets.map(
    ({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  return `${declared}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${each.join('')}</sheets></workbook>`;
}

/** Style 0 is plain text, 1 a bold heading, both wrapped; format 49 is text, so that 017 and 2024-11 stay as typed. */
const styles = `${declared}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>`;

function sheetOf({ rows }: Sheet): string {
  const widths = (rows[0] ?? []).map((_, column) => {
    const longest = Math.max(...rows.slice(0, 200).map((row) => row[column]?.length ?? 0));
    return `<col min="${column + 1}" max="${column + 1}" width="${Math.min(60, longest + 3)}" style="0" customWidth="1"/>`;
  });
  const body = rows.map(
    (row, y) => `<row r="${y + 1}">${row.map((cell, x) => cellOf(cell, x, y)).join('')}</row>`,
  );
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>';
  return `${declared}<worksheet xmlns="${main}">${view}<cols>${widths.join('')}</cols><sheetData>${body.join('')}</sheetData></worksheet>`;
}

function cellOf(text: string, column: number, row: number): string {
  if (text === '') return '';
  const at = `${letters(column)}${row + 1}`;
  const style = row === 0 ? 1 : 0;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(safeCell(text))}</t></is></c>`;
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

// XML knows no other control characters, however they are written.
const unwritable = /[^\t\n\r\P{Cc}]/gu;

function xml(text: string): string {
  return text
    .replaceAll(unwritable, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
