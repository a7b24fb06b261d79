import type { ActorCells, ActorColumn } from '../../directory/actor-columns.ts';
import type { Fault } from '../../fault.ts';
import { Csrf, Layout, Notice, type PageContext } from '../page.tsx';
import { cellWords } from './cells.tsx';
import { faultWords } from './faults.tsx';

/** A service that an import touches: what it is called, and its cells before and after. */
export interface TouchedService {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly (readonly [column: ActorColumn, before: string, after: string])[];
}

/** What an import does or has done, service by service. */
export interface ImportWork {
  readonly added: readonly TouchedService[];
  readonly changed: readonly TouchedService[];
  readonly unchanged: number;
  /** In the directory and not in the file. */
  readonly gone: readonly TouchedService[];
}

interface Props {
  readonly page: PageContext;
  readonly areaName: (code: string) => string | null;
}

/** The form that takes a file, with all that was wrong with the last one. */
export function UploadPage({
  page,
  faults,
}: {
  readonly page: PageContext;
  readonly faults: readonly Fault[];
}) {
  const { t } = page;
  return (
    <Layout page={page} title={t('import.title')} kind="middle">
      <Back page={page} />
      <h1>{t('import.title')}</h1>
      <FileFaults page={page} faults={faults} />
      <form method="post" action="/desk/directory/import" enctype="multipart/form-data" class="card">
        <Csrf page={page} />
        <p class="hint">{t('import.hint')}</p>
        <p>
          <a href="/desk/directory/files/modele.xlsx" download>
            {t('directory.file_modele_xlsx')}
          </a>
        </p>
        <p class="field">
          <label for="file">{t('import.file')}</label>
          <input id="file" name="file" type="file" accept=".xlsx,.csv,.zip,.json,.ndjson" required />
        </p>
        <button type="submit" class="main">
          {t('import.check')}
        </button>
      </form>
    </Layout>
  );
}

const mostFaults = 300;

function FileFaults({ page, faults }: { readonly page: PageContext; readonly faults: readonly Fault[] }) {
  const { t } = page;
  if (faults.length === 0) return null;
  return (
    <Notice kind="fault">
      <p>{t('import.faults', { count: faults.length })}</p>
      <ul>
        {faults.slice(0, mostFaults).map((fault) => (
          <li>
            <strong>{whereOf(page, fault)}</strong> {faultWords(t, fault)}
          </li>
        ))}
      </ul>
      {faults.length > mostFaults && <p>{t('import.more', { count: faults.length - mostFaults })}</p>}
    </Notice>
  );
}

function whereOf({ t }: PageContext, { file, line, column, heading }: Fault): string {
  const parts = [
    line > 0 ? t('import.line', { line }) : file,
    ...(column ? [t('import.column', { name: heading ?? column })] : []),
  ];
  return parts.join(', ');
}

/** What the file would change, before anything is written. */
export function PreviewPage(
  props: Props & {
    readonly work: ImportWork;
    readonly upload: { readonly id: string; readonly name: string };
  },
) {
  const { page, work, upload } = props;
  const { t } = page;
  const nothing = work.added.length + work.changed.length === 0;
  return (
    <Layout page={page} title={t('import.preview')} kind="middle">
      <Back page={page} />
      <h1>{t('import.preview')}</h1>
      <p class="soft">{upload.name}</p>
      <p role="status">{t('import.nothing_yet')}</p>
      <Work {...props} />
      {nothing && work.gone.length === 0 ? (
        <Notice kind="done">{t('import.no_change')}</Notice>
      ) : (
        <form method="post" action={`/desk/directory/import/${upload.id}`} class="card">
          <Csrf page={page} />
          {work.gone.length > 0 && (
            <label class="tick">
              <input type="checkbox" name="retire" value="yes" />
              <span>{t('import.retire', { count: work.gone.length })}</span>
            </label>
          )}
          <div class="actions">
            <button type="submit" class="main">
              {t('import.write')}
            </button>
            <a class="button quiet" href="/desk/directory/import">
              {t('import.cancel')}
            </a>
          </div>
        </form>
      )}
    </Layout>
  );
}

/** What an import has done; every entry keeps its history. */
export function DonePage(props: Props & { readonly work: ImportWork; readonly retired: boolean }) {
  const { t } = props.page;
  return (
    <Layout page={props.page} title={t('import.done')} kind="middle">
      <Back page={props.page} />
      <h1>{t('import.done')}</h1>
      <Notice kind="done">{t(props.retired ? 'import.done_retired' : 'import.done_hint')}</Notice>
      <Work {...props} linked />
    </Layout>
  );
}

function Back({ page: { t } }: { readonly page: PageContext }) {
  return (
    <p class="back">
      <a href="/desk/directory">← {t('directory.title')}</a>
    </p>
  );
}

function Work({ page, areaName, work, linked = false }: Props & { work: ImportWork; linked?: boolean }) {
  const { t } = page;
  const list = { page, areaName };
  return (
    <>
      <List
        {...list}
        title={t('import.new', { count: work.added.length })}
        services={work.added}
        linked={linked}
      />
      <List
        {...list}
        title={t('import.changed', { count: work.changed.length })}
        services={work.changed}
        linked
      />
      <p>{t('import.unchanged', { count: work.unchanged })}</p>
      <List
        {...list}
        title={t('import.gone', { count: work.gone.length })}
        services={work.gone}
        linked
        closed
      />
    </>
  );
}

const mostListed = 200;

interface ListProps extends Props {
  readonly title: string;
  readonly services: readonly TouchedService[];
  /** The entry is there to be opened. */
  readonly linked: boolean;
  readonly closed?: boolean;
}

function List({ page, areaName, title, services, linked, closed = false }: ListProps) {
  const { t } = page;
  if (services.length === 0) return <p>{title}</p>;
  return (
    <details class="card" open={!closed && services.length <= mostListed}>
      <summary>{title}</summary>
      <ul class="plain">
        {services.slice(0, mostListed).map(({ id, name, cells }) => (
          <li>
            {linked ? <a href={`/desk/directory/${id}`}>{name}</a> : name}
            {cells.map(([column, before, after]) => (
              <span class="origin">
                {t(`column.${column}`)} : {cellWords(page, column, before, areaName) || '—'} →{' '}
                {cellWords(page, column, after, areaName) || '—'}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {services.length > mostListed && <p>{t('import.more', { count: services.length - mostListed })}</p>}
    </details>
  );
}

/** The cells in which two lines of the table of actors differ. */
export function cellsBetween(
  before: ActorCells | undefined,
  after: ActorCells | undefined,
): TouchedService['cells'] {
  if (!before || !after) return [];
  return (Object.keys(after) as ActorColumn[])
    .filter((column) => before[column] !== after[column])
    .map((column) => [column, before[column], after[column]]);
}
