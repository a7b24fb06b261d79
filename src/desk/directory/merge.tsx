import type { ActorCells } from '../../directory/actor-columns.ts';
import { type MergeField, mergeFields } from '../../directory/merging.ts';
import type { Fault } from '../../fault.ts';
import { Csrf, Layout, type PageContext } from '../page.tsx';
import { cellText } from './cells.tsx';
import { Faults } from './faults.tsx';
import type { Found } from './search.ts';

/** One of the two entries, with its line of the table of actors. */
export interface Side {
  readonly found: Found;
  readonly cells: ActorCells;
}

interface MergeProps {
  readonly page: PageContext;
  readonly areaName: (code: string) => string | null;
  readonly keep: Side;
  readonly drop: Side;
  /** They are known to lie in different départements. */
  readonly apart: boolean;
  readonly faults: readonly Fault[];
}

/** Two entries side by side, with what each field will be when they become one: nothing is joined unseen. */
export function MergePage({ page, areaName, keep, drop, apart, faults }: MergeProps) {
  const { t } = page;
  const id = keep.found.listing.service.id;
  const fields = mergeFields(keep.cells, drop.cells).filter(({ columns }) =>
    columns.some((column) => keep.cells[column] !== '' || drop.cells[column] !== ''),
  );
  return (
    <Layout page={page} title={t('merge.title')} kind="middle">
      <p class="back">
        <a href={`/desk/directory/${id}`}>← {keep.found.listing.service.name}</a>
      </p>
      <h1>{t('merge.title')}</h1>
      <p>{t('merge.why')}</p>
      {apart && <p class="notice fault">{t('merge.apart')}</p>}
      <Faults page={page} faults={faults} />
      <form method="post" action={`/desk/directory/${id}/merge`} class="card">
        <Csrf page={page} />
        <input type="hidden" name="drop" value={drop.found.listing.service.id} />
        {fields.map((field) => (
          <Choice page={page} areaName={areaName} field={field} keep={keep} drop={drop} />
        ))}
        <div class="actions">
          <button type="submit" class="main">
            {t('merge.do')}
          </button>
          <a class="button quiet" href={`/desk/directory/${drop.found.listing.service.id}/merge?drop=${id}`}>
            {t('merge.other_way')}
          </a>
        </div>
      </form>
    </Layout>
  );
}

interface ChoiceProps {
  readonly page: PageContext;
  readonly areaName: (code: string) => string | null;
  readonly field: MergeField;
  readonly keep: Side;
  readonly drop: Side;
}

function Choice({ page, areaName, field, keep, drop }: ChoiceProps) {
  const { t } = page;
  const label = t.has(`merge.field_${field.name}`)
    ? t(`merge.field_${field.name}`)
    : t(`column.${field.name}`);
  if (field.sources.length === 0)
    return (
      <div class="merge-same">
        <strong>{label}</strong> <span class="origin">{t('merge.same')}</span>
        <Values page={page} areaName={areaName} field={field} side={keep} />
      </div>
    );
  return (
    <fieldset class="merge-choice">
      <legend>{label}</legend>
      {field.sources.map((source) => (
        <label class="merge-side">
          <span>
            <input type="radio" name={field.name} value={source} checked={source === field.proposed} />{' '}
            {t(`merge.${source}`)}
          </span>
          {source !== 'both' && (
            <Values page={page} areaName={areaName} field={field} side={source === 'keep' ? keep : drop} />
          )}
        </label>
      ))}
    </fieldset>
  );
}

function Values({
  page,
  areaName,
  field,
  side,
}: Pick<ChoiceProps, 'page' | 'areaName' | 'field'> & { readonly side: Side }) {
  const filled = field.columns.filter((column) => side.cells[column] !== '');
  if (filled.length === 0) return <span class="soft block">{page.t('merge.nothing')}</span>;
  return (
    <span class="block">
      {filled.map((column) => (
        <span class="block">
          {filled.length > 1 && <span class="origin">{page.t(`column.${column}`)} : </span>}
          {cellText(page, column, side.cells[column], areaName)}
        </span>
      ))}
    </span>
  );
}
