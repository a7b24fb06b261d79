import type { ComponentChildren } from 'preact';
import type { PageContext } from '../page.tsx';

/** The name of a place by its code; null: it is none. */
type AreaName = (code: string) => string | null;

/** A cell of the table of actors as it is read at the desk: words for codes, links for numbers and sources. */
export function cellText(
  page: PageContext,
  name: string,
  cell: string,
  areaName: AreaName,
): ComponentChildren {
  if (name === 'phone')
    return cell.split(';').map((number) => (
      <a class="block" href={`tel:${number.replace(/[^\d+]/g, '')}`}>
        {number}
      </a>
    ));
  if (/^https?:\/\/\S+$/.test(cell))
    return (
      <a href={cell} rel="noreferrer">
        {cell}
      </a>
    );
  return cellWords(page, name, cell, areaName);
}

const groups: Readonly<Record<string, string>> = {
  languages: 'language',
  needs: 'need',
  status: 'service_status',
};

/** The same without links, for lists of changes. */
export function cellWords({ t, when }: PageContext, name: string, cell: string, areaName: AreaName): string {
  if (name === 'opening') return openingWords(t, cell);
  if (name.endsWith('_date'))
    return cell
      .split(';')
      .map((part) => when.day(part.trim()))
      .join(' · ');
  const group = groups[name] ?? 'cell';
  const isArea = name === 'areas' || name === 'place';
  const word = (code: string) =>
    t.has(`${group}.${code}`) ? t(`${group}.${code}`) : (isArea && areaName(code)) || code;
  return cell
    .split(';')
    .map((part) => word(part.trim()))
    .join(' · ');
}

/** Opening hours with the days as they are called here ("Mo-Fr 08:00-17:00" is how the table writes them). */
function openingWords(t: PageContext['t'], cell: string): string {
  return cell.replaceAll(/\b(Mo|Tu|We|Th|Fr|Sa|Su|always|closed)\b/g, (word) => t(`opening.${word}`));
}
