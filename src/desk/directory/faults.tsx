import type { Fault } from '../../fault.ts';
import { Notice, type PageContext } from '../page.tsx';
import type { Texts } from '../texts.ts';

/** What is wrong, in the desk's words; as the program says it where there are none. */
export function faultWords(t: Texts, { code, message, values }: Fault): string {
  return code && t.has(`directory_fault.${code}`) ? t(`directory_fault.${code}`, values) : message;
}

const columnWords = (t: Texts, { column = '' }: Fault) =>
  t.has(`column.${column}`) ? t(`column.${column}`) : column;

/** What is wrong in an entry, by column; nothing where nothing is. */
export function Faults({ page: { t }, faults }: { page: PageContext; faults: readonly Fault[] }) {
  if (faults.length === 0) return null;
  return (
    <Notice kind="fault">
      <p>{t('directory.faults')}</p>
      <ul>
        {faults.map((fault) => (
          <li>
            <strong>{columnWords(t, fault)}</strong> {faultWords(t, fault)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
