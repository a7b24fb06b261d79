import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorLine } from '../../directory/actor-cells.ts';
import { doublesOf } from '../../directory/doubles.ts';
import { addService, assureService, editService, historyOf, setStatus } from '../../directory/edit-store.ts';
import { mergedWith } from '../../directory/merge-store.ts';
import { agreementWith, recordAgreement } from '../../handoff/agreement-store.ts';
import { referralFields } from '../../handoff/referral-passing.ts';
import { cellsIn, cellsOver, EditPage } from '../directory/edit.tsx';
import { EntryPage } from '../directory/entry.tsx';
import { groundOf } from '../directory/ground.ts';
import { type EntryAct, entryActs, mayAct, mayAdd } from '../directory/rights.ts';
import { entryOf, type Found } from '../directory/search.ts';
import { formOf, queryOf } from '../form.ts';
import { type Desk, type PageContext, pageContext, sendPage } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { only, staffOf } from '../sessions.ts';
import { directoryFileRoutes } from './directory-files.ts';
import { directoryListRoutes } from './directory-list.tsx';
import { directoryMapRoutes } from './directory-map.tsx';
import { directoryMergeRoutes } from './directory-merge.tsx';
import { directoryTaskRoutes } from './directory-tasks.tsx';
import { listingRequestRoutes } from './listing-requests.tsx';
import { opportunityRoutes } from './opportunities.tsx';

type EntryRequest = FastifyRequest<{ Params: { id: string } }>;

/** The directory of services: search, map, entries with history, and their correction. */
export function directoryRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('directory'));
    directoryListRoutes(scope, desk);
    newRoutes(scope, desk);
    directoryTaskRoutes(scope, desk);
    opportunityRoutes(scope, desk);
    listingRequestRoutes(scope, desk);
    directoryFileRoutes(scope, desk);
    directoryMapRoutes(scope, desk);
    directoryMergeRoutes(scope, desk);
    entryRoutes(scope, desk);
  });
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
    if (!mayAdd(staffOf(request), cells, ground)) throw notYours();
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
  return actorLine(desk.directory.snapshot(), serviceId)?.cells ?? null;
}

function entryRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/:id', async (request: EntryRequest, reply) => {
    const entry = found(request, desk);
    const cells = cellsOf(desk, request.params.id);
    if (!entry || !cells) return reply.callNotFound();
    const page = pageContext(request, reply, desk);
    const history = await historyOf(desk.db, request.params.id);
    const view = {
      page,
      cells,
      found: entry,
      history,
      merged: mergedWith(history),
      areaName: (code: string) => desk.directory.place(code)?.name ?? null,
      nameOf: (id: string) => entryOf(desk.directory.snapshot(), id, page.now)?.listing.service.name ?? id,
      doubles: doublesOf(desk.directory.snapshot(), entry.listing),
      agreement: await agreementWith(desk.db, entry.listing.organization.id),
      maySign: staffOf(request).role === 'supervisor',
      may: entryActs.filter((act) => mayAct(staffOf(request), act, entry.listing)),
      said: queryOf(request, 'said'),
    };
    return sendPage(reply, <EntryPage view={view} />);
  });

  app.get('/directory/:id/edit', async (request: EntryRequest, reply) => showEdit(request, reply, desk));

  app.post('/directory/:id/edit', async (request: EntryRequest, reply) => {
    const entry = found(request, desk);
    const ground = groundOf(desk);
    if (!entry || !ground) return reply.callNotFound();
    if (!mayAct(staffOf(request), 'edit', entry.listing)) throw notYours();
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
    if (!kept) throw notYours();
    return reply.redirect(`/desk/directory/${request.params.id}?said=agreement`, 303);
  });

  for (const name of Object.keys(acts) as (keyof typeof acts)[])
    app.post(`/directory/:id/${name}`, async (request: EntryRequest, reply) => {
      const entry = found(request, desk);
      if (!entry) return reply.callNotFound();
      if (!mayAct(staffOf(request), name, entry.listing)) throw notYours();
      const said = (await acts[name](desk, request)) === false ? `cannot_${name}` : name;
      await desk.directory.refresh();
      return reply.redirect(`/desk/directory/${request.params.id}?said=${said}`, 303);
    });
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

type Act = (desk: Desk, request: EntryRequest) => Promise<unknown>;

const acts: Readonly<Record<Exclude<EntryAct, 'edit' | 'merge'>, Act>> = {
  assure: (desk, request) => assureService(desk.db, request.params.id, handOf(request, desk.now())),
  ask: (desk, request) => desk.askActor(request.params.id),
  retire: (desk, request) => setStatus(desk.db, request.params.id, 'inactive', handOf(request, desk.now())),
  restore: (desk, request) => setStatus(desk.db, request.params.id, 'active', handOf(request, desk.now())),
};

function showEdit(
  request: EntryRequest,
  reply: FastifyReply,
  desk: Desk,
  faults: Parameters<typeof EditPage>[0]['faults'] = [],
) {
  const entry = found(request, desk);
  const cells = cellsOf(desk, request.params.id);
  if (!entry || !cells) return reply.callNotFound();
  if (!mayAct(staffOf(request), 'edit', entry.listing)) throw notYours();
  const page = pageContext(request, reply, desk);
  const action = `/desk/directory/${request.params.id}/edit`;
  const shown = faults.length > 0 ? cellsOver(cells, formOf(request)) : cells;
  const title = page.t('directory.edit_title', { name: entry.listing.service.name });
  const view = <EditPage page={page} action={action} title={title} cells={shown} faults={faults} />;
  return sendPage(reply, view, faults.length > 0 ? 422 : 200);
}
