import { type ActorCells, type ActorColumn, actorColumns } from '../../directory/actor-columns.ts';
import { beginnings, type HistoryLine } from '../../directory/edit-store.ts';
import type { Listing } from '../../directory/listing.ts';
import { Needs } from '../labels.tsx';
import { Csrf, Layout, type PageContext } from '../page.tsx';
import { cellText, cellWords } from './cells.tsx';
import { State } from './list.tsx';
import type { EntryAct } from './rights.ts';
import type { Found } from './search.ts';
import { Sharing, type SharingView } from './sharing.tsx';

/** Everything that the page of one entry shows. */
export interface EntryView {
  readonly page: PageContext;
  readonly found: Found;
  readonly cells: ActorCells;
  readonly history: readonly HistoryLine[];
  readonly doubles: readonly Listing[];
  /** Ids of the entries that it was made one with. */
  readonly merged: { readonly into: string | null; readonly from: readonly string[] };
  /** The name of a place by its code; null: it is none. */
  readonly areaName: (code: string) => string | null;
  /** The name of a service by its id. */
  readonly nameOf: (serviceId: string) => string;
  /** What whoever looks at it may do. */
  readonly may: readonly EntryAct[];
  readonly sharing: SharingView;
  readonly said: string;
}

const aside: ReadonlySet<ActorColumn> = new Set([
  'id',
  'needs',
  'completes',
  'place',
  'evidence',
  'assured_date',
  'assurer',
]);

/** One service of the directory with what is known, how sure it is, and who changed what. */
export function EntryPage({ view }: { readonly view: EntryView }) {
  const { page, found, cells } = view;
  const { t } = page;
  const { service } = found.listing;
  return (
    <Layout page={page} title={service.alternate_name ?? service.name}>
      <p class="back">
        <a href="/desk/directory">← {t('directory.title')}</a>
      </p>
      {view.said && t.has(`directory.said_${view.said}`) && (
        <p class="notice done">{t(`directory.said_${view.said}`)}</p>
      )}
      <div class="title-row">
        <h1>{service.name}</h1>
        <State page={page} found={found} />
      </div>
      <div class="columns after">
        <section class="card">
          <HowSure view={view} />
          <Needs page={page} needs={found.listing.needs} most={16} />
          <dl class="facts">
            {actorColumns
              .map(({ name }) => name)
              .filter((name) => !aside.has(name) && cells[name] !== '')
              .map((name) => (
                <div>
                  <dt>{t(`column.${name}`)}</dt>
                  <dd>{cellText(page, name, cells[name], view.areaName)}</dd>
                </div>
              ))}
          </dl>
        </section>
        <div class="side">
          <Acts view={view} />
          <Sharing page={page} serviceId={service.id} sharing={view.sharing} />
          <Merged view={view} />
          <Doubles view={view} />
          <History view={view} />
        </div>
      </div>
    </Layout>
  );
}

/** Who of ours checked it last; only where nobody has, who brought it, or what its source is worth. */
function HowSure({ view: { page, found, cells, history } }: { readonly view: EntryView }) {
  const { t, when } = page;
  if (cells.assured_date === '') {
    const evidence = cells.evidence || 'unverified';
    const first = history.find(({ action }) => (beginnings as readonly string[]).includes(action));
    if (evidence !== 'unverified' || !first) return <p>{t(`evidence.${evidence}`)}</p>;
    return <p>{t(`directory.begun_${first.action}`, { by: first.by, when: when.date(first.at) })}</p>;
  }
  const key = found.due ? 'directory.checked_long_ago' : 'directory.checked';
  return (
    <p>{t(key, { when: when.day(cells.assured_date), by: cells.assurer || t('directory.its_actor') })}</p>
  );
}

function Act({ view, act, label, main }: { view: EntryView; act: string; label: string; main?: boolean }) {
  return (
    <form method="post" action={`/desk/directory/${view.found.listing.service.id}/${act}`}>
      <Csrf page={view.page} />
      <button type="submit" class={main ? 'main' : ''}>
        {view.page.t(label)}
      </button>
    </form>
  );
}

function Acts({ view }: { readonly view: EntryView }) {
  const { t } = view.page;
  const { service } = view.found.listing;
  if (view.may.length === 0) return <p class="hint">{t('directory.not_yours')}</p>;
  return (
    <section class="card">
      <h2>{t('directory.check')}</h2>
      <p class="hint">{t('directory.check_hint')}</p>
      <div class="actions">
        {service.status === 'active' && <Act view={view} act="assure" label="directory.assure" main />}
        <a class="button" href={`/desk/directory/${service.id}/edit`}>
          {t('directory.edit')}
        </a>
        {service.status === 'active' ? (
          <Act view={view} act="retire" label="directory.retire" />
        ) : (
          <Act view={view} act="restore" label="directory.restore" />
        )}
      </div>
      {service.status === 'active' && (
        <>
          <Act view={view} act="ask" label="directory.ask_actor" />
          <p class="hint">{t('directory.ask_actor_hint')}</p>
        </>
      )}
    </section>
  );
}

function Doubles({ view }: { readonly view: EntryView }) {
  const { t } = view.page;
  if (view.doubles.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('directory.doubles')}</h2>
      <ul class="plain">
        {view.doubles.map(({ service, location }) => (
          <li class="member">
            <a href={`/desk/directory/${service.id}`}>
              {[service.name, location.town].filter(Boolean).join(', ')}
            </a>
            {view.may.includes('merge') && (
              <a
                class="button small quiet"
                href={`/desk/directory/${view.found.listing.service.id}/merge?drop=${service.id}`}
              >
                {t('directory.merge')}
                <span class="sr"> : {service.name}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What this entry was made one with, each with a way back. */
function Merged({ view }: { readonly view: EntryView }) {
  const { page, merged, found } = view;
  const { t } = page;
  const { id } = found.listing.service;
  const pairs = [
    ...(merged.into ? [{ other: merged.into, keep: merged.into, drop: id, key: 'merge.into' }] : []),
    ...merged.from.map((other) => ({ other, keep: id, drop: other, key: 'merge.from' })),
  ];
  if (pairs.length === 0) return null;
  return (
    <section class="card">
      <ul class="plain">
        {pairs.map(({ other, keep, drop, key }) => (
          <li class="member">
            <span>
              {t(key)} <a href={`/desk/directory/${other}`}>{view.nameOf(other)}</a>
            </span>
            {view.may.includes('merge') && (
              <form method="post" action={`/desk/directory/${keep}/unmerge`}>
                <Csrf page={page} />
                <button type="submit" class="quiet" name="drop" value={drop}>
                  {t('merge.undo')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ view }: { readonly view: EntryView }) {
  const { page, history } = view;
  const { t, when } = page;
  return (
    <details class="card" open={history.length > 0 && history.length < 6}>
      <summary>{t('directory.history', { count: history.length })}</summary>
      <ul class="plain">
        {history.map((line) => (
          <li>
            {t(`directory.action_${line.action}`)}
            {line.field && ` · ${t.has(`column.${line.field}`) ? t(`column.${line.field}`) : line.field}`}
            {(line.before || line.after) && (
              <span class="origin">
                {historyText(view, line.field, line.before)} → {historyText(view, line.field, line.after)}
              </span>
            )}
            <span class="origin">
              {line.by}, {when.moment(line.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function historyText({ page, nameOf, areaName }: EntryView, field: string, value: string): string {
  if (value === '') return '—';
  return field.startsWith('merged_') ? nameOf(value) : cellWords(page, field, value, areaName);
}
