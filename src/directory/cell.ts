/**
 * Cells of files that people open in a spreadsheet. A cell that begins like a formula would be run there, so it goes
 * out behind an apostrophe, and loses it when it comes back. Numbers with a sign are harmless and stay as they are.
 */
const formula = /^'*[=@\t\r+-]/;
const signedNumber = /^[+-][\d\s.,()/-]*$/;

/** A cell as it may stand in an exported file. */
export function safeCell(text: string): string {
  return formula.test(text) && !signedNumber.test(text) ? `'${text}` : text;
}

/** A cell of a file as it was meant. */
export function plainCell(text: string): string {
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
}

/** One line of a CSV file. */
export function csvLine(cells: readonly string[], delimiter = ','): string {
  return `${cells.map((cell) => quoted(safeCell(cell), delimiter)).join(delimiter)}\r\n`;
}

function quoted(cell: string, delimiter: string): string {
  const needed = cell.includes('"') || cell.includes(delimiter) || /[\r\n]|^\s|\s$/.test(cell);
  return needed ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The parts of a cell that lists several things, parted by semicolons. */
export function splitList(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Whether a yes-or-no cell says yes. */
export function saysYes(cell: string): boolean {
  return ['yes', 'oui'].includes(cell.toLowerCase());
}
