import type { QueueRow } from '../../handoff/queue-store.ts';
import type { Untold } from '../../handoff/untold-store.ts';
import { Marks, Needs, placeName, reachOf } from '../labels.tsx';
import { Csrf, type Desk, Icon, type PageContext } from '../page.tsx';

/** A case is marked as new for so long. */
const freshMs = 3 * 60_000;

interface RowProps {
  readonly page: PageContext;
  readonly directory: Desk['directory'];
  readonly row: QueueRow;
  /** A message in it waits for an answer. */
  readonly unanswered: boolean;
  /** Why nobody has heard of its alert; null: somebody has, or there is none. */
  readonly untold: Untold | null;
}

/** One case in the queue: who, what, how to reach them, until when, and a button to take it. */
export function Row({ page, directory, row, unanswered, untold }: RowProps) {
  const { t } = page;
  const reach = reachOf(page, row);
  const hour = row.hour ? ` ${t('case.at_hour', { hour: row.hour })}` : '';
  return (
    <li class={`row ${row.danger || row.priority === 'emergency' ? 'is-danger' : ''}`} id={`row-${row.code}`}>
      <a class="row-link" href={`/desk/cases/${row.code}`}>
        <span class="row-who">
          <strong>{row.name ?? t('case.no_name')}</strong> <code>{row.code}</code>
          {page.now.getTime() - row.openedAt.getTime() < freshMs && (
            <span class="tag fresh">{t('queue.fresh')}</span>
          )}
        </span>
        <span class="row-marks">
          <Marks page={page} of={row} />
          {untold && (
            <span class="tag danger">
              <Icon page={page} name="danger" />
              {t(`untold.${untold}`)}
            </span>
          )}
          {unanswered && (
            <span class="tag fresh">
              <Icon page={page} name="message" />
              {t('queue.to_read')}
            </span>
          )}
        </span>
      </a>
      <div class="row-needs">
        <Needs page={page} needs={row.needs} />
      </div>
      <p class="row-facts">
        <span>
          <Icon page={page} name={reach.icon} />
          {reach.words}
          {hour}
        </span>
        <span>
          <Icon page={page} name="place" />
          {placeName(directory, row.place, row.region) ?? t('case.no_place')}
        </span>
        <span class="soft">{t(`reason.${row.reason}`)}</span>
      </p>
      <div class="row-end">
        <Due page={page} row={row} />
        <RowClaim page={page} row={row} />
      </div>
    </li>
  );
}

function Due({ page: { t, when }, row }: { page: PageContext; row: QueueRow }) {
  if (row.status === 'closed')
    return (
      <span class="due">
        {row.closedAt && when.date(row.closedAt)} · {t(`close.${row.closeReason}`)}
      </span>
    );
  if (row.firstContactAt)
    return <span class="due done">{t('case.contacted', { when: when.moment(row.firstContactAt) })}</span>;
  return (
    <span class={when.isLate(row.dueAt) ? 'due late' : 'due'} title={when.full(row.dueAt)}>
      {when.due(row.dueAt)}
    </span>
  );
}

function RowClaim({ page, row }: { page: PageContext; row: QueueRow }) {
  const { t } = page;
  if (row.status === 'closed') return null;
  if (row.status === 'claimed')
    return (
      <span class="held">
        {row.claimedBy === page.staff?.id ? t('case.mine') : t('case.held_by', { name: row.holder ?? '' })}
      </span>
    );
  return (
    <form method="post" action={`/desk/cases/${row.code}/claim`}>
      <Csrf page={page} />
      <button type="submit" class="main small">
        {t('case.claim')}
        <span class="sr"> {row.code}</span>
      </button>
    </form>
  );
}
