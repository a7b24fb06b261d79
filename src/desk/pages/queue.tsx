import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readCode } from '../../handoff/code.ts';
import { feedCursor } from '../../handoff/event-store.ts';
import { caseByCode } from '../../handoff/file-store.ts';
import { type QueueFilter, type QueueRow, queue, queueCounts } from '../../handoff/queue-store.ts';
import { queryOf } from '../form.ts';
import { Marks, Needs, placeName, reachOf } from '../labels.tsx';
import {
  Csrf,
  type Desk,
  Icon,
  Layout,
  Notice,
  type PageContext,
  pageContext,
  sendFragment,
  sendPage,
} from '../page.tsx';
import { may } from '../roles.ts';
import { only, staffOf } from '../sessions.ts';
import { unansweredAmong } from '../unanswered-store.ts';
import { feedAddress } from './live.ts';
import { startPage } from './sign-in.tsx';

const rowsOnPage = 30;
const freshMs = 3 * 60_000;
const shows = ['waiting', 'mine', 'open', 'closed'] as const;

/** The cases that wait, danger first, then what is due first. */
export function queueRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/', async (request, reply) => {
    const staff = staffOf(request);
    if (!may(staff.role, 'cases')) return reply.redirect(startPage(staff), 303);
    const cursor = await feedCursor(desk.db);
    const page = pageContext(request, reply, desk);
    const view = await readQueue(request, page, desk);
    return sendPage(reply, <QueuePage view={view} cursor={cursor} unknown={queryOf(request, 'unknown')} />);
  });

  app.get('/list', { onRequest: only('cases') }, async (request, reply) => {
    const view = await readQueue(request, pageContext(request, reply, desk), desk);
    return sendFragment(reply, [<title>{titleOf(view)}</title>, <List view={view} />]);
  });

  app.get('/find', { onRequest: only('cases') }, async (request, reply) => {
    const code = readCode(queryOf(request, 'code'));
    const id = code && (await caseByCode(desk.db, code, staffOf(request)));
    return reply.redirect(id ? `/desk/cases/${code}` : `/desk/?unknown=${code ?? 'x'}`, 303);
  });
}

interface QueueView {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly filter: QueueFilter;
  readonly after: string;
  readonly rows: readonly QueueRow[];
  readonly next: string | null;
  /** Cases in somebody's hands with a message that waits for an answer. */
  readonly unanswered: ReadonlySet<string>;
  readonly counts: Awaited<ReturnType<typeof queueCounts>>;
}

async function readQueue(request: FastifyRequest, page: PageContext, desk: Desk): Promise<QueueView> {
  const viewer = staffOf(request);
  const region = queryOf(request, 'region');
  const after = queryOf(request, 'after');
  const filter: QueueFilter = {
    show: shows.find((show) => show === queryOf(request, 'show')) ?? 'waiting',
    ...(region ? { region } : {}),
    ...(queryOf(request, 'languages') === 'mine' ? { myLanguages: true } : {}),
  };
  const from = { limit: rowsOnPage, ...(after ? { after } : {}) };
  const [found, counts] = await Promise.all([
    queue(desk.db, desk.keys, viewer, filter, from),
    queueCounts(desk.db, viewer, page.now),
  ]);
  const held = found.rows.filter((row) => row.status === 'claimed').map((row) => row.id);
  const unanswered = await unansweredAmong(desk.db, held);
  return { page, desk, filter, after, counts, unanswered, ...found };
}

/** The address of a view of the queue; what is left out is the default. */
function address(path: string, filter: QueueFilter, after?: string): string {
  const query = new URLSearchParams();
  if (filter.show !== 'waiting') query.set('show', filter.show);
  if (filter.region) query.set('region', filter.region);
  if (filter.myLanguages) query.set('languages', 'mine');
  if (after) query.set('after', after);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The tab of the browser says how many wait, for those who have other things open. */
function titleOf({ page, counts }: QueueView): string {
  const title = `${page.t('queue.title')} · ${page.serviceName}`;
  return counts.waiting > 0 ? `(${counts.waiting}) ${title}` : title;
}

function QueuePage({ view, cursor, unknown }: { view: QueueView; cursor: string; unknown: string }) {
  const { page } = view;
  const { t } = page;
  return (
    <Layout page={page} heading={titleOf(view)} title={t('queue.title')} feed={feedAddress(cursor)}>
      <div class="title-row queue-title">
        <h1>{t('queue.title')}</h1>
        <form class="find" action="/desk/find">
          <label class="sr" for="code">
            {t('queue.find')}
          </label>
          <input id="code" name="code" placeholder={t('queue.find')} autocomplete="off" />
          <button type="submit">{t('queue.open')}</button>
        </form>
      </div>
      {unknown && <Notice kind="fault">{t('queue.unknown')}</Notice>}
      <Filters view={view} />
      <List view={view} />
    </Layout>
  );
}

function Filters({ view: { page, desk, filter } }: { view: QueueView }) {
  const { t } = page;
  const regions = desk.directory.places().filter((place) => place.level === 'region');
  return (
    <form class="filters" method="get" action="/desk/">
      <input type="hidden" name="show" value={filter.show} />
      <label for="region" class="sr">
        {t('queue.region')}
      </label>
      <select id="region" name="region" data-go>
        <option value="">{t('queue.all_regions')}</option>
        {regions.map((region) => (
          <option value={region.pcode} selected={region.pcode === filter.region}>
            {region.name}
          </option>
        ))}
      </select>
      {(page.staff?.languages.length ?? 0) > 0 && (
        <label class="tick">
          <input
            type="checkbox"
            name="languages"
            value="mine"
            checked={filter.myLanguages ?? false}
            data-go
          />
          <span>{t('queue.my_languages')}</span>
        </label>
      )}
      <button type="submit" class="without-script">
        {t('queue.filter')}
      </button>
    </form>
  );
}

/** Tabs and rows: the part that is fetched anew when something happens. */
function List({ view }: { view: QueueView }) {
  const { page, filter, after, rows, next } = view;
  const { t } = page;
  return (
    <div
      id="list"
      hx-get={address('/desk/list', filter, after)}
      hx-trigger="cases from:body delay:300ms, every 120s"
      hx-swap="outerMorph"
    >
      <Tabs view={view} />
      {rows.length === 0 ? (
        <Empty view={view} />
      ) : (
        <ol class="queue">
          {rows.map((row) => (
            <Row view={view} row={row} />
          ))}
        </ol>
      )}
      <p class="paging">
        {after && <a href={address('/desk/', filter)}>{t('queue.first')}</a>}
        {next && <a href={address('/desk/', filter, next)}>{t('queue.next')}</a>}
      </p>
    </div>
  );
}

function Tabs({ view: { page, filter, counts } }: { view: QueueView }) {
  const { t } = page;
  const figures: Partial<Record<QueueFilter['show'], number>> = {
    waiting: counts.waiting,
    mine: counts.mine,
  };
  return (
    <>
      <nav class="tabs" aria-label={t('queue.views')}>
        {shows.map((show) => (
          <a
            href={address('/desk/', { ...filter, show })}
            aria-current={filter.show === show ? 'page' : undefined}
          >
            {t(`queue.show_${show}`)}
            {figures[show] !== undefined && <span class="figure">{figures[show]}</span>}
          </a>
        ))}
      </nav>
      {(counts.danger > 0 || counts.overdue > 0) && (
        <p class="alarm">
          {counts.danger > 0 && (
            <span class="tag danger">
              <Icon page={page} name="danger" />
              {t('queue.danger', { count: counts.danger })}
            </span>
          )}
          {counts.overdue > 0 && (
            <span class="tag warn">
              <Icon page={page} name="clock" />
              {t('queue.overdue', { count: counts.overdue })}
            </span>
          )}
        </p>
      )}
    </>
  );
}

function Empty({ view: { page, filter } }: { view: QueueView }) {
  const { t } = page;
  const filtered = filter.region || filter.myLanguages;
  return (
    <div class="empty">
      <p>
        <strong>{t(`queue.empty_${filter.show}`)}</strong>
      </p>
      <p>{t(filtered ? 'queue.empty_filtered' : `queue.empty_${filter.show}_why`)}</p>
    </div>
  );
}

function Row({ view: { page, desk, unanswered }, row }: { view: QueueView; row: QueueRow }) {
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
          {unanswered.has(row.id) && (
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
          {placeName(desk.directory, row.place, row.region) ?? t('case.no_place')}
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
