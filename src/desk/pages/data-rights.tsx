import type { FastifyInstance } from 'fastify';
import { withdrawPassing } from '../../handoff/withdrawal-store.ts';
import { onCase } from '../../handoff/work-store.ts';
import { CopyPage } from '../copy/page.tsx';
import { readCopy } from '../copy/read.ts';
import { formOf } from '../form.ts';
import { type Desk, sendPage } from '../page.tsx';
import { type CaseRequest, viewOf } from './case.tsx';

/** The person's rights over their data, at the desk: the copy to hand over, and a yes taken back aloud. */
export function dataRightsRoutes(app: FastifyInstance, desk: Desk): void {
  app.post('/cases/:code/copy', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    const copy = view && (await readCopy(view));
    return copy ? sendPage(reply, <CopyPage copy={copy} />) : reply.callNotFound();
  });

  app.post('/cases/:code/withdraw', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    if (!view) return reply.callNotFound();
    const { file, staff, page } = view;
    const receiver = formOf(request).text('receiver');
    const dueAt = (await desk.duty(page.now)).dueAt('normal');
    const done = await onCase(desk.db, desk.keys, file.case.id, staff, (tx, row) =>
      withdrawPassing(tx, { personId: row.personId, receiver, userId: staff.id, dueAt, at: page.now }),
    );
    const said = done ? 'withdrawn' : 'no_not_seen';
    return reply.redirect(`/desk/cases/${file.case.code}?said=${said}`, 303);
  });
}
