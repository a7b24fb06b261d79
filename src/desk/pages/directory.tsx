import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorLine } from '../../directory/actor-cells.ts';
import { addService, assureService, editService, setStatus } from '../../directory/edit-store.ts';
import { cellsIn, cellsOver, EditPage } from '../directory/edit.tsx';
import { groundOf } from '../directory/ground.ts';
import { type EntryAct, mayAct, mayAdd } from '../directory/rights.ts';
import { formOf } from '../form.ts';
import { type Desk, type PageContext, pageContext, sendPage } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { only, staffOf } from '../sessions.ts';
import { directoryAgreementRoutes } from './directory-agreement.tsx';
import { type EntryRequest, foundIn, showEntry } from './directory-entry.tsx';
import { directoryFileRoutes } from './directory-files.ts';
import { directoryImportRoutes } from './directory-import.tsx';
import { directoryListRoutes } from './directory-list.tsx';
import { directoryMapRoutes } from './directory-map.tsx';
import { directoryMergeRoutes } from './directory-merge.tsx';
import { directoryTaskRoutes } from './directory-tasks.tsx';
import { listingRequestRoutes } from './listing-requests.tsx';
import { opportunityRoutes } from './opportunities.tsx';

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
    directoryImportRoutes(scope, desk);
    directoryMapRoutes(scope, desk);
    directoryMergeRoutes(scope, desk);
    entryRoutes(scope, desk);
    directoryAgreementRoutes(scope, desk);
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

function cellsOf(desk: Desk, serviceId: string) {
  return actorLine(desk.directory.snapshot(), serviceId)?.cells ?? null;
}

function entryRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/:id', async (request: EntryRequest, reply) => showEntry(request, reply, desk));

  app.get('/directory/:id/edit', async (request: EntryRequest, reply) => showEdit(request, reply, desk));

  app.post('/directory/:id/edit', async (request: EntryRequest, reply) => {
    const entry = foundIn(request, desk);
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

  for (const name of Object.keys(acts) as (keyof typeof acts)[])
    app.post(`/directory/:id/${name}`, async (request: EntryRequest, reply) => {
      const entry = foundIn(request, desk);
      if (!entry) return reply.callNotFound();
      if (!mayAct(staffOf(request), name, entry.listing)) throw notYours();
      const said = (await acts[name](desk, request)) === false ? `cannot_${name}` : name;
      await desk.directory.refresh();
      return reply.redirect(`/desk/directory/${request.params.id}?said=${said}`, 303);
    });
}

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
  const entry = foundIn(request, desk);
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
