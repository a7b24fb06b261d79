import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorLines } from '../../directory/actor-cells.ts';
import type { ActorGround } from '../../directory/actor-table.ts';
import {
  addService,
  assureService,
  editService,
  historyOf,
  mergeServices,
  setStatus,
} from '../../directory/edit-store.ts';
import { gapsSince } from '../../directory/gap-store.ts';
import type { Listing } from '../../directory/listing.ts';
import { agreementWith, recordAgreement } from '../../handoff/agreement-store.ts';
import { referralFields } from '../../handoff/referral-passing.ts';
import { cellsIn, cellsOver, EditPage } from '../directory/edit.tsx';
import { EntryPage } from '../directory/entry.tsx';
import { type CountedGap, Gaps, gapText } from '../directory/gaps.tsx';
import { FoundList, Search } from '../directory/list.tsx';
import { countsByArea, ServicesMap } from '../directory/map.tsx';
import { doublesOf, entryOf, type Found, searchDirectory, type Wanted } from '../directory/search.ts';
import { formOf, queryOf } from '../form.ts';
import { type Desk, Layout, type PageContext, pageContext, sendFragment, sendPage } from '../page.tsx';
import { only, staffOf } from '../sessions.ts';
import type { StaffMember } from '../staff-store.ts';
import { directoryTaskRoutes } from './directory-tasks.tsx';
import { opportunityRoutes } from './opportunities.tsx';

/** How far back gaps are counted. */
const gapDays = 90;

type EntryRequest = FastifyRequest<{ Params: { id: string } }>;

/** The directory of services: search, map, entries with history, and their correction. */
export function directoryRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('directory'));
    listRoutes(scope, desk);
    newRoutes(scope, desk);
    directoryTaskRoutes(scope, desk);
    opportunityRoutes(scope, desk);
    entryRoutes(scope, desk);
  });
}

function wantedIn(request: FastifyRequest): Wanted {
  const [text, need, area, state] = ['q', 'need', 'area', 'state'].map((name) => queryOf(request, name));
  return { text: text!, need: need!, area: area!, state: state! };
}

function listRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const wanted = wantedIn(request);
    const found = searchDirectory(desk.directory.snapshot(), wanted, page.now);
    return sendPage(reply, <DirectoryPage page={page} desk={desk} wanted={wanted} found={found} />);
  });

  app.get('/directory/list', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const found = searchDirectory(desk.directory.snapshot(), wantedIn(request), page.now);
    return sendFragment(reply, <FoundList page={page} found={found} />);
  });

  app.get('/directory/map', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    const gaps = await gapsSince(desk.db, new Date(page.now.getTime() - gapDays * 86_400_000));
    const map = <MapPart page={page} desk={desk} need={queryOf(request, 'need')} gaps={gaps} />;
    if (request.headers['hx-request']) return sendFragment(reply, map);
    return sendPage(
      reply,
      <Layout page={page} title={page.t('map.title')}>
        <h1>{page.t('map.title')}</h1>
        {map}
      </Layout>,
    );
  });
}

interface MapPartProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly need: string;
  readonly gaps: readonly CountedGap[];
}

function MapPart({ page, desk, need, gaps: all }: MapPartProps) {
  const gaps = all.filter((gap) => !need || gap.need === need);
  const gapsAt = (departement: string) => {
    const place = desk.directory.place(departement);
    return place ? gapText(page, gaps, place.regionPcode, place.region) : '';
  };
  const snapshot = desk.directory.snapshot();
  const found = searchDirectory(snapshot, { text: '', need, area: '', state: 'sure' }, page.now);
  const counts = countsByArea(snapshot.outlines, found);
  return (
    <>
      <ServicesMap page={page} outlines={snapshot.outlines} counts={counts} need={need} gapsAt={gapsAt} />
      <Gaps page={page} desk={desk} gaps={gaps} />
    </>
  );
}

interface DirectoryProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly wanted: Wanted;
  readonly found: readonly Found[];
}

function DirectoryPage({ page, desk, wanted, found }: DirectoryProps) {
  const { t } = page;
  const map = `/desk/directory/map${wanted.need ? `?need=${wanted.need}` : ''}`;
  return (
    <Layout page={page} title={t('directory.title')}>
      <div class="title-row">
        <h1>{t('directory.title')}</h1>
        <a class="button small quiet" href="/desk/directory/tasks">
          {t('directory.tasks')}
        </a>
        <a class="button small quiet" href="/desk/directory/opportunities">
          {t('opportunities.title')}
        </a>
        <a class="button small" href="/desk/directory/new">
          {t('directory.add')}
        </a>
      </div>
      <Search page={page} desk={desk} wanted={wanted} />
      <details class="card" hx-get={map} hx-trigger="toggle once" hx-target="find .map-here">
        <summary>{t('map.title')}</summary>
        <div class="map-here">
          <a href={map}>{t('map.open')}</a>
        </div>
      </details>
      <FoundList page={page} found={found} />
    </Layout>
  );
}

/** Caseworkers of a place know it best; somebody with regions of their own corrects only what lies or works there. */
export function mayEdit(
  { regions }: StaffMember,
  { place, areas }: Pick<Listing, 'place' | 'areas'>,
): boolean {
  return (
    regions.length === 0 ||
    (place !== null && regions.includes(place.regionPcode)) ||
    areas.some((area) => regions.some((region) => area.startsWith(region)))
  );
}

function groundOf(desk: Desk): ActorGround | null {
  const { countries, places, outlines } = desk.directory.snapshot();
  const country = countries[0];
  return country ? { country, places, outlines, needsOf: desk.needsOf } : null;
}

const handOf = (request: FastifyRequest, at: Date) => ({ by: staffOf(request).email, at });

function newRoutes(app: FastifyInstance, desk: Desk): void {
  const title = (page: PageContext) => page.t('directory.add');
  app.get('/directory/new', async (request, reply) => {
    const page = pageContext(request, reply, desk);
    return sendPage(
      reply,
      <EditPage page={page} action="/desk/directory/new" title={title(page)} cells={{}} faults={[]} />,
    );
  });

  app.post('/directory/new', async (request, reply) => {
    const ground = groundOf(desk);
    if (!ground) return reply.callNotFound();
    const cells = cellsIn(formOf(request));
    const made = await addService(desk.db, ground, cells, handOf(request, desk.now()));
    await desk.directory.refresh();
    if ('serviceId' in made) return reply.redirect(`/desk/directory/${made.serviceId}?said=added`, 303);
    const page = pageContext(request, reply, desk);
    const faults = 'faults' in made ? made.faults : [];
    const view = (
      <EditPage page={page} action="/desk/directory/new" title={title(page)} cells={cells} faults={faults} />
    );
    return sendPage(reply, view, 422);
  });
}

function found(request: EntryRequest, desk: Desk): Found | null {
  return entryOf(desk.directory.snapshot(), request.params.id, desk.now());
}

function cellsOf(desk: Desk, serviceId: string) {
  return actorLines(desk.directory.snapshot()).find((line) => line.serviceId === serviceId)?.cells ?? null;
}

function entryRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/:id', async (request: EntryRequest, reply) => {
    const entry = found(request, desk);
    const cells = cellsOf(desk, request.params.id);
    if (!entry || !cells) return reply.callNotFound();
    const page = pageContext(request, reply, desk);
    const view = {
      page,
      cells,
      found: entry,
      history: await historyOf(desk.db, request.params.id),
      doubles: doublesOf(desk.directory.snapshot(), entry.listing),
      agreement: await agreementWith(desk.db, entry.listing.organization.id),
      maySign: staffOf(request).role === 'supervisor',
      mayEdit: mayEdit(staffOf(request), entry.listing),
      said: queryOf(request, 'said'),
    };
    return sendPage(reply, <EntryPage view={view} />);
  });

  app.get('/directory/:id/edit', async (request: EntryRequest, reply) => showEdit(request, reply, desk));

  app.post('/directory/:id/edit', async (request: EntryRequest, reply) => {
    const entry = found(request, desk);
    const ground = groundOf(desk);
    if (!entry || !ground || !mayEdit(staffOf(request), entry.listing)) return reply.callNotFound();
    const { id } = request.params;
    const done = await editService(
      desk.db,
      ground,
      id,
      cellsIn(formOf(request)),
      handOf(request, desk.now()),
    );
    if ('faults' in done) return showEdit(request, reply, desk, done.faults);
    await desk.directory.refresh();
    return reply.redirect(`/desk/directory/${id}?said=changed`, 303);
  });

  app.post('/directory/:id/agreement', async (request: EntryRequest, reply) => {
    const entry = found(request, desk);
    const form = formOf(request);
    const [signedOn, expiresOn] = [form.text('signedOn'), form.text('expiresOn')];
    if (!entry || !isDay(signedOn) || (expiresOn && !isDay(expiresOn))) return reply.callNotFound();
    const fields = referralFields.filter((field) => form.list('fields').includes(field));
    const agreement = {
      organizationId: entry.listing.organization.id,
      fields,
      signedOn,
      expiresOn: expiresOn || null,
    };
    const kept = await recordAgreement(desk.db, staffOf(request), agreement, desk.now());
    return kept
      ? reply.redirect(`/desk/directory/${request.params.id}?said=agreement`, 303)
      : reply.callNotFound();
  });

  for (const [name, act] of Object.entries(acts))
    app.post(`/directory/:id/${name}`, async (request: EntryRequest, reply) => {
      const entry = found(request, desk);
      if (!entry || !mayEdit(staffOf(request), entry.listing)) return reply.callNotFound();
      const said = (await act(desk, request)) === false ? `cannot_${name}` : name;
      await desk.directory.refresh();
      return reply.redirect(`/desk/directory/${request.params.id}?said=${said}`, 303);
    });
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

type Act = (desk: Desk, request: EntryRequest) => Promise<unknown>;

const acts: Readonly<Record<string, Act>> = {
  assure: (desk, request) => assureService(desk.db, request.params.id, handOf(request, desk.now())),
  ask: (desk, request) => desk.askActor(request.params.id),
  retire: (desk, request) => setStatus(desk.db, request.params.id, 'inactive', handOf(request, desk.now())),
  restore: (desk, request) => setStatus(desk.db, request.params.id, 'active', handOf(request, desk.now())),
  merge: async (desk, request) => {
    const drop = formOf(request).text('drop');
    const entry = found(request, desk);
    const isDouble =
      entry && doublesOf(desk.directory.snapshot(), entry.listing).some((one) => one.service.id === drop);
    return isDouble && mergeServices(desk.db, request.params.id, drop, handOf(request, desk.now()));
  },
};

function showEdit(
  request: EntryRequest,
  reply: FastifyReply,
  desk: Desk,
  faults: Parameters<typeof EditPage>[0]['faults'] = [],
) {
  const entry = found(request, desk);
  const cells = cellsOf(desk, request.params.id);
  if (!entry || !cells || !mayEdit(staffOf(request), entry.listing)) return reply.callNotFound();
  const page = pageContext(request, reply, desk);
  const action = `/desk/directory/${request.params.id}/edit`;
  const shown = faults.length > 0 ? cellsOver(cells, formOf(request)) : cells;
  const title = page.t('directory.edit_title', { name: entry.listing.service.name });
  const view = <EditPage page={page} action={action} title={title} cells={shown} faults={faults} />;
  return sendPage(reply, view, faults.length > 0 ? 422 : 200);
}
