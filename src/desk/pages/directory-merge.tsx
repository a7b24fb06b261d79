import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorLine } from '../../directory/actor-cells.ts';
import { liesElsewhere } from '../../directory/doubles.ts';
import { mergeServices, undoMerge } from '../../directory/merge-store.ts';
import type { Fault } from '../../fault.ts';
import { groundOf } from '../directory/ground.ts';
import { MergePage, type Side } from '../directory/merge.tsx';
import { mayAct } from '../directory/rights.ts';
import { entryOf } from '../directory/search.ts';
import { formOf, queryOf } from '../form.ts';
import { type Desk, pageContext, sendPage } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { staffOf } from '../sessions.ts';

type EntryRequest = FastifyRequest<{ Params: { id: string } }>;

/** Two entries of one service become one, seen side by side before, undone after. */
export function directoryMergeRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/directory/:id/merge', async (request: EntryRequest, reply) =>
    showMerge(request, reply, desk, queryOf(request, 'drop')),
  );

  app.post('/directory/:id/merge', async (request: EntryRequest, reply) => {
    const form = formOf(request);
    const [sides, ground] = [sidesOf(request, desk, form.text('drop')), groundOf(desk)];
    if (!sides || !ground) return reply.callNotFound();
    const doubles = { keep: request.params.id, drop: form.text('drop') };
    const done = await mergeServices(desk.db, ground, doubles, form.text, handOf(request, desk));
    if ('faults' in done) return showMerge(request, reply, desk, doubles.drop, done.faults);
    await desk.directory.refresh();
    const said = 'serviceId' in done ? 'merge' : 'cannot_merge';
    return reply.redirect(`/desk/directory/${doubles.keep}?said=${said}`, 303);
  });

  app.post('/directory/:id/unmerge', async (request: EntryRequest, reply) => {
    const drop = formOf(request).text('drop');
    const ground = groundOf(desk);
    if (!sidesOf(request, desk, drop) || !ground) return reply.callNotFound();
    const doubles = { keep: request.params.id, drop };
    const undone = await undoMerge(desk.db, ground, doubles, handOf(request, desk));
    await desk.directory.refresh();
    const said = undone ? 'unmerge' : 'cannot_unmerge';
    return reply.redirect(`/desk/directory/${request.params.id}?said=${said}`, 303);
  });
}

const handOf = (request: FastifyRequest, desk: Desk) => ({ by: staffOf(request).email, at: desk.now() });

/** Both entries; null where one is unknown. Whoever may not join them is told so. */
function sidesOf(request: EntryRequest, desk: Desk, drop: string): readonly [Side, Side] | null {
  const [keep, other] = [request.params.id, drop].map((id) => {
    const found = entryOf(desk.directory.snapshot(), id, desk.now());
    const cells = actorLine(desk.directory.snapshot(), id)?.cells;
    if (found && !mayAct(staffOf(request), 'merge', found.listing)) throw notYours();
    return found && cells ? { found, cells } : null;
  });
  return keep && other ? [keep, other] : null;
}

function showMerge(
  request: EntryRequest,
  reply: FastifyReply,
  desk: Desk,
  dropId: string,
  faults: readonly Fault[] = [],
) {
  const sides = sidesOf(request, desk, dropId);
  if (!sides || dropId === request.params.id) return reply.callNotFound();
  const [keep, drop] = sides;
  const apart = liesElsewhere(keep.found.listing, drop.found.listing);
  const page = pageContext(request, reply, desk);
  const areaName = (code: string) => desk.directory.place(code)?.name ?? null;
  const view = (
    <MergePage page={page} areaName={areaName} keep={keep} drop={drop} apart={apart} faults={faults} />
  );
  return sendPage(reply, view, faults.length > 0 ? 422 : 200);
}
