import type { ComponentChildren } from 'preact';
import type { PageContext } from '../page.tsx';

/** A cell of the table of actors as it is read at the desk: words for codes, links for numbers and sources. */
export function cellText({ t }: PageContext, name: string, cell: string): ComponentChildren {
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
  return cellWords({ t }, name, cell);
}

/** The same without links, for lists of changes. */
export function cellWords({ t }: Pick<PageContext, 't'>, name: string, cell: string): string {
  const groups = { languages: 'language', needs: 'need', evidence: 'cell', status: 'service_status' };
  const group = groups[name as keyof typeof groups] ?? 'cell';
  return cell
    .split(';')
    .map((code) => (t.has(`${group}.${code}`) ? t(`${group}.${code}`) : code))
    .join(' · ');
}
