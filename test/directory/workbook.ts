import { writeZip } from '../../src/directory/zip.ts';

/** A workbook as Excel writes it: shared strings, a number, a formula with its last value, an inline string. */
export function workbook(
  rows: readonly (readonly (string | number | { formula: string; value: string })[])[],
): Buffer {
  const strings: string[] = [];
  const cell = (value: string | number | { formula: string; value: string }, column: number, row: number) => {
    const r = `${letters(column)}${row + 1}`;
    if (typeof value === 'number') return `<c r="${r}"><v>${value}</v></c>`;
    if (typeof value === 'object')
      return `<c r="${r}" t="str"><f>${value.formula}</f><v>${xml(value.value)}</v></c>`;
    if (value === '') return `<c r="${r}" s="1"/>`;
    strings.push(value);
    return `<c r="${r}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const body = rows.map(
    (row, y) => `<row r="${y + 1}">${row.map((value, x) => cell(value, x, y)).join('')}</row>`,
  );
  const shared = strings.map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`);
  return writeZip(
    new Map([
      ['xl/workbook.xml', '<workbook/>'],
      ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`],
      ['xl/sharedStrings.xml', `<sst>${shared.join('')}</sst>`],
    ]),
  );
}

function letters(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + letters(column % 26);
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
