import type { FastifyInstance } from 'fastify';
import { localTime } from '../../directory/opening.ts';
import { readAgreement } from '../../handoff/agreement.ts';
import { endAgreement, recordAgreement } from '../../handoff/agreement-store.ts';
import { type Form, formOf } from '../form.ts';
import type { Desk } from '../page.tsx';
import { notYours } from '../refusal.ts';
import { staffOf } from '../sessions.ts';
import { type EntryRequest, foundIn, showEntry } from './directory-entry.tsx';

/** The agreement of an entry's organization about personal data: noted, replaced, ended; by supervisors. */
export function directoryAgreementRoutes(app: FastifyInstance, desk: Desk): void {
  app.post('/directory/:id/agreement', async (request: EntryRequest, reply) => {
    const entry = foundIn(request, desk);
    if (!entry) return reply.callNotFound();
    if (staffOf(request).role !== 'supervisor') throw notYours();
    const now = desk.now();
    const typed = typedIn(formOf(request));
    const read = readAgreement(typed, localTime(now, desk.timeZone).date);
    if (!('fields' in read)) return showEntry(request, reply, desk, { typed, faults: read });
    await recordAgreement(desk.db, staffOf(request), entry.listing.organization.id, read, now);
    return reply.redirect(`/desk/directory/${request.params.id}?said=agreement`, 303);
  });

  app.post('/directory/:id/agreement/end', async (request: EntryRequest, reply) => {
    const entry = foundIn(request, desk);
    if (!entry) return reply.callNotFound();
    const staff = staffOf(request);
    if (staff.role !== 'supervisor') throw notYours();
    const reason = formOf(request).text('reason').slice(0, 200);
    await endAgreement(desk.db, staff, entry.listing.organization.id, reason, desk.now());
    return reply.redirect(`/desk/directory/${request.params.id}?said=agreement_ended`, 303);
  });
}

function typedIn(form: Form) {
  return {
    signedOn: form.text('signedOn'),
    expiresOn: form.text('expiresOn'),
    focalPoint: form.text('focalPoint'),
    focalReach: form.text('focalReach'),
    fields: form.list('fields'),
  };
}
