import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readCode } from '../../handoff/code.ts';
import { feedCursor } from '../../handoff/event-store.ts';
import { caseByCode } from '../../handoff/file-store.ts';
import { type QueueFilter, type QueueRow, queue, queueCounts } from '../../handoff/queue-store.ts';
import { type Untold, untoldAmong } from '../../handoff/untold-store.ts';
import { queryOf } from '../form.ts';
import {
  type Desk,
  Icon,
  Layout,
  Notice,
  type PageContext,
  pageContext,
  sendFragment,
  sendPage,
} from '../page.tsx';
import { Row } from '../queue/row.tsx';
import { may } from '../roles.ts';
import { only, staffOf } from '../sessions.ts';
import { unansweredAmong } from '../unanswered-store.ts';
import { feedAddress } from './live.ts';
import { startPage } from './sign-in.tsx';

const rowsOnPage = 30;
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
  /** Cases with an alert of which nobody has heard, and why. */
  readonly untold: ReadonlyMap<string, Untold>;
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
  const untold = await untoldAmong(
    desk.db,
    found.rows.map((row) => row.id),
  );
  return { page, desk, filter, after, counts, unanswered, untold, ...found };
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
            <Row
              page={page}
              directory={view.desk.directory}
              row={row}
              unanswered={view.unanswered.has(row.id)}
              untold={view.untold.get(row.id) ?? null}
            />
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
