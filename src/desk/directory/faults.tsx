import type { Fault } from '../../fault.ts';
import { Notice, type PageContext } from '../page.tsx';

/** What is wrong in an entry, by column; nothing where nothing is. */
export function Faults({ page: { t }, faults }: { page: PageContext; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <Notice kind="fault">
      <p>{t('directory.faults')}</p>
      <ul>
        {faults.map(({ column, message, code, values }) => (
          <li>
            <strong>{column && t.has(`column.${column}`) ? t(`column.${column}`) : column}</strong>{' '}
            {code && t.has(`directory_fault.${code}`) ? t(`directory_fault.${code}`, values) : message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
