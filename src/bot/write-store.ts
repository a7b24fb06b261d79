import { newPersonKey } from '../../db/seal.ts';
import type { Writing } from '../../db/writing.ts';
import { addArrivals, addCounts } from '../campaigns/store.ts';
import { reportServices } from '../directory/report-store.ts';
import { raiseAlerts } from '../handoff/alert-store.ts';
import type { CaseOpening, CasePatch } from '../handoff/case.ts';
import { type NewCase, openCases, patchCases } from '../handoff/case-store.ts';
import { answerComplaint } from '../handoff/complaint-store.ts';
import { addEvents, type NewEvent } from '../handoff/event-store.ts';
import { answerFollowUps, serviceOfReferral } from '../handoff/follow-up-store.ts';
import { answerPassing } from '../handoff/passing-store.ts';
import { forgetCases } from '../handoff/retention-store.ts';
import { withdrawPassing } from '../handoff/withdrawal-store.ts';
import { addMisunderstandings } from '../insights/misunderstanding-store.ts';
import { wordsOnly } from '../language/languages.ts';
import { markComplaints } from '../messages/complaint-mark-store.ts';
import { addPerson, erasePerson, keepConsents, patchPeople, setOptedOut } from '../people/store.ts';
import { valuesOfAnswers } from '../questionnaire/progress.ts';
import { writeComplaintTalk } from './complaint-talk-store.ts';
import { writeMoves, writeOtherPeople } from './handover-store.ts';
import { type Plan, type Running, replyMark } from './plan.ts';

/** Writes what the turns of many conversations decided, kind by kind, inside the turn's transaction. */
export async function writePlans(writing: Writing, running: readonly Running[]): Promise<void> {
  await writePeople(writing, running);
  await writeComplaintTalk(writing, running);
  await writeCases(writing, running);
  await writeReferralAnswers(writing, running);
  await writeReports(writing, running);
  await writeComplaints(writing, running);
  await writeCounts(writing, running);
  await writeMoves(writing, running);
  await writeOtherPeople(writing, running);
  await writeErasures(writing, running);
}

async function writePeople({ tx, at }: Writing, running: readonly Running[]): Promise<void> {
  const learnt = running.map(({ locked, plan }) => {
    const origin = plan.arrival ? { origin: { campaign: plan.arrival } } : {};
    return { personId: locked.personId, patch: { ...plan.person, ...origin } };
  });
  await patchPeople(tx, learnt);
  for (const { address, plan } of running)
    if (plan.optOut !== undefined) await setOptedOut(tx, address.id, plan.optOut ? at : null);
  const consents = running.flatMap(({ locked, plan }) =>
    plan.consents.map((consent) => ({
      personId: locked.personId,
      purpose: consent.purpose,
      given: consent.given,
      form: consent.form,
      wording: consent.wording,
      language: languageRead(plan.person.textLanguage ?? locked.person.textLanguage),
      inboxId: consent.messageId,
      at,
    })),
  );
  await keepConsents(tx, consents);
}

/** The language in which a consent was really read: where only words of a language are known, the text is French. */
function languageRead(language: string | null): string | null {
  return wordsOnly.some((code) => code === language) ? 'fr' : language;
}

async function writeCases({ tx, jobs, at }: Writing, running: readonly Running[]): Promise<void> {
  const opened = running.filter((one) => one.plan.opening && !one.plan.erase);
  const ids = await openCases(
    tx,
    opened.map((one) => newCase(one, one.plan.opening!, at)),
  );
  const caseIds = new Map(opened.map((one, i) => [one, ids[i]!]));
  await patchCases(
    tx,
    running.flatMap(({ open, locked, plan }) => {
      const patch = open ? learnt(plan) : null;
      return open && patch ? [{ caseId: open.id, key: locked.key, patch, at }] : [];
    }),
  );
  const caseOf = (one: Running) => caseIds.get(one) ?? one.open?.id;
  await addEvents(
    tx,
    running.flatMap((one) => [
      ...messageEvents(one, caseOf(one), at),
      ...stopEvents(one, caseOf(one), at),
      ...toldEvents(one, caseOf(one), at),
      ...copyEvents(one, caseOf(one), at),
    ]),
  );
  const alerts = running.flatMap((one) => {
    const caseId = caseOf(one);
    return caseId ? one.plan.alerts.map((kind) => ({ caseId, kind, at })) : [];
  });
  if (alerts.length === 0) return;
  await raiseAlerts(tx, alerts);
  await jobs.add(
    tx,
    'alert',
    alerts.map((alert) => alert.caseId),
  );
}

function newCase({ locked, plan }: Running, opening: CaseOpening, at: Date): NewCase {
  const origin = plan.arrival ?? locked.person.origin?.campaign;
  const answers = valuesOfAnswers(plan.state.answers);
  return {
    personId: locked.personId,
    conversationId: locked.id,
    key: locked.key,
    opening: { ...opening, answers, ...(origin ? { origin } : {}) },
    at,
  };
}

/** What an open case learns: the patch of the dialogs, and the answers that are new. */
function learnt({ patch, state, known }: Plan): CasePatch | null {
  const fresh = Object.entries(state.answers).filter(([name, answer]) => known[name] !== answer);
  if (!patch && fresh.length === 0) return null;
  return { ...patch, ...(fresh.length > 0 ? { answers: valuesOfAnswers(Object.fromEntries(fresh)) } : {}) };
}

/** A case learns that there is something to read; the words stay in the conversation. Of a complaint it learns nothing. */
function messageEvents({ messages, plan }: Running, caseId: string | undefined, at: Date): NewEvent[] {
  if (!caseId) return [];
  const written = messages.filter(({ id, inbound }) => !inbound.event && !plan.complaintMarks.has(id));
  const came = written.map(() => ({ caseId, kind: 'message_in' as const, actor: 'person' as const, at }));
  return plan.says.length > 0 && !replyMark(plan)
    ? [...came, { caseId, kind: 'message_out', actor: 'bot', at }]
    : came;
}

/** STOP and its end stand on the case: whoever has a reply half written must see it. */
function stopEvents({ plan, address }: Running, caseId: string | undefined, at: Date): NewEvent[] {
  const { optOut } = plan;
  if (!caseId || optOut === undefined || optOut === address.optedOut) return [];
  const data = { channel: address.channel };
  return [{ caseId, kind: optOut ? 'stopped' : 'came_back', actor: 'person', data, at }];
}

/** A new number or town is noted beside what is known: somebody at the desk makes sure first. */
function toldEvents({ plan, locked: { key } }: Running, caseId: string | undefined, at: Date): NewEvent[] {
  if (!caseId) return [];
  return plan.told.map((told): NewEvent => {
    const said = { caseId, actor: 'person', at } as const;
    if ('digits' in told) return { ...said, kind: 'told_digits' };
    return 'place' in told
      ? { ...said, kind: 'told_place', data: { place: told.place } }
      : { ...said, kind: 'told_number', words: { key, value: { said: told.number } } };
  });
}

function copyEvents({ plan }: Running, caseId: string | undefined, at: Date): NewEvent[] {
  return plan.copy && caseId ? [{ caseId, kind: 'copy_asked', actor: 'person', at }] : [];
}

/** Answers about referrals: "may this be passed on to them?", "could you see them?", and what is taken back. */
async function writeReferralAnswers({ tx, at }: Writing, running: readonly Running[]): Promise<void> {
  const answers = running.flatMap(({ locked, plan }) =>
    plan.passings.map(({ messageId, ...answer }) => ({
      ...answer,
      personId: locked.personId,
      language: plan.person.textLanguage ?? locked.person.textLanguage,
      inboxId: messageId,
      at,
    })),
  );
  await answerPassing(tx, answers);
  const followUps = running.flatMap(({ locked, plan }) =>
    plan.followUps.map((reply) => ({ ...reply, personId: locked.personId, at })),
  );
  await answerFollowUps(tx, followUps);
  for (const { plan, locked } of running)
    for (const { receiver, dueAt } of plan.withdrawn)
      await withdrawPassing(tx, { personId: locked.personId, receiver, dueAt, at });
}

/** What people found at services; one person counts once for each, and is not to be found by it. */
async function writeReports({ tx, keys, at }: Writing, running: readonly Running[]): Promise<void> {
  for (const { locked, plan } of running)
    for (const { about, said } of plan.reports) {
      const serviceId =
        'serviceId' in about
          ? about.serviceId
          : await serviceOfReferral(tx, about.referralId, locked.personId);
      if (!serviceId) continue;
      const teller = keys.hash(`report:${locked.personId}:${serviceId}`).toString('base64url');
      await reportServices(tx, [{ serviceId, said, teller, at }]);
    }
}

/** Complaints are cases of their own; an anonymous one belongs to a person nobody can find. */
async function writeComplaints({ tx, keys, at }: Writing, running: readonly Running[]): Promise<void> {
  for (const one of running) {
    for (const { opening, anonymous } of one.plan.complaints) {
      const { key, wrapped } = newPersonKey(keys);
      const row = anonymous
        ? { ...newCase(one, opening, at), personId: await addPerson(tx, wrapped), conversationId: null, key }
        : newCase(one, opening, at);
      await openCases(tx, [{ ...row, opening: { ...opening, answers: {} } }]);
    }
    for (const { type: _, ...agreement } of one.plan.agreements)
      await answerComplaint(tx, { ...agreement, personId: one.locked.personId, at });
  }
  const marks = running.flatMap(({ plan }) => [...plan.complaintMarks]);
  await markComplaints(tx, marks);
}

/** What coordinators count, without saying whose it was. */
async function writeCounts({ tx, at }: Writing, running: readonly Running[]): Promise<void> {
  const counts = running.flatMap(({ plan }) => plan.counts);
  await addCounts(tx, counts, at);
  const misunderstandings = running.flatMap(({ plan }) => plan.misunderstandings);
  await addMisunderstandings(tx, misunderstandings, at);
  const arrivals = running.flatMap(({ plan, address }) =>
    plan.arrival ? [{ campaign: plan.arrival, kind: 'message' as const, channel: address.channel, at }] : [],
  );
  await addArrivals(tx, arrivals);
}

async function writeErasures({ tx, at }: Writing, running: readonly Running[]): Promise<void> {
  const erased = running.filter(({ plan }) => plan.erase).map(({ locked }) => locked.personId);
  await forgetCases(tx, erased, at);
  for (const personId of erased) await erasePerson(tx, personId, at);
}
