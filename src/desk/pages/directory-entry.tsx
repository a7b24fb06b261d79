import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorLine } from '../../directory/actor-cells.ts';
import { doublesOf } from '../../directory/doubles.ts';
import { historyOf } from '../../directory/edit-store.ts';
import { mergedWith } from '../../directory/merge-store.ts';
import { agreementsWith } from '../../handoff/agreement-store.ts';
import { EntryPage } from '../directory/entry.tsx';
import { entryActs, mayAct } from '../directory/rights.ts';
import { entryOf, type Found } from '../directory/search.ts';
import type { Signing } from '../directory/sharing.tsx';
import { queryOf } from '../form.ts';
import { type Desk, pageContext, sendPage } from '../page.tsx';
import { staffOf } from '../sessions.ts';

export type EntryRequest = FastifyRequest<{ Params: { id: string } }>;

/** The entry that a request is about; null: there is none. */
export function foundIn(request: EntryRequest, desk: Desk): Found | null {
  return entryOf(desk.directory.snapshot(), request.params.id, desk.now());
}

/** Sends the page of an entry; with an agreement that could not be kept, as it was typed and what is wrong with it. */
export async function showEntry(
  request: EntryRequest,
  reply: FastifyReply,
  desk: Desk,
  signing: Signing | null = null,
): Promise<FastifyReply> {
  const snapshot = desk.directory.snapshot();
  const found = foundIn(request, desk);
  const cells = actorLine(snapshot, request.params.id)?.cells;
  if (!found || !cells) return reply.callNotFound() as unknown as FastifyReply;
  const page = pageContext(request, reply, desk);
  const staff = staffOf(request);
  const history = await historyOf(desk.db, request.params.id);
  const agreements = await agreementsWith(desk.db, found.listing.organization.id);
  const view = {
    page,
    cells,
    found,
    history,
    merged: mergedWith(history),
    areaName: (code: string) => desk.directory.place(code)?.name ?? null,
    nameOf: (id: string) => entryOf(snapshot, id, page.now)?.listing.service.name ?? id,
    doubles: doublesOf(snapshot, found.listing),
    sharing: { agreements, signing, maySign: staff.role === 'supervisor' },
    may: entryActs.filter((act) => mayAct(staff, act, found.listing)),
    said: queryOf(request, 'said'),
  };
  return sendPage(reply, <EntryPage view={view} />, signing ? 422 : 200);
}
