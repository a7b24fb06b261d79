import { randomUUID } from 'node:crypto';
import type { Jobs } from '../../db/jobs.ts';
import type { Transaction } from '../../db/open.ts';
import { type Keys, newPersonKey } from '../../db/seal.ts';
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
import { queueEvent } from '../messages/event-store.ts';
import type { Inbound } from '../messages/inbound.ts';
import { keepMoveCode, moveHere } from '../messages/move-store.ts';
import { nextPerson } from '../messages/other-person-store.ts';
import { addPerson, erasePerson, keepConsents, patchPeople, setOptedOut } from '../people/store.ts';
import { valuesOfAnswers } from '../questionnaire/progress.ts';
import { type Plan, type Running, replyMark } from './plan.ts';

/** Writes what the turns of many conversations decided, kind by kind, inside the turn's transaction. */
export async function writePlans(
  tx: Transaction,
  jobs: Jobs,
  keys: Keys,
  running: readonly Running[],
  at: Date,
): Promise<void> {
  await writePeople(tx, running, at);
  await writeCases(tx, jobs, running, at);
  await writeReferralAnswers(tx, running, at);
  await writeReports(tx, keys, running, at);
  await writeComplaints(tx, keys, running, at);
  await markComplaints(
    tx,
    running.flatMap((one) => [...one.plan.complaintMarks]),
  );
  await addCounts(
    tx,
    running.flatMap((one) => one.plan.counts),
    at,
  );
  await addMisunderstandings(
    tx,
    running.flatMap((one) => one.plan.misunderstandings),
    at,
  );
  await addArrivals(
    tx,
    running.flatMap(({ plan, address }) =>
      plan.arrival
        ? [{ campaign: plan.arrival, kind: 'message' as const, channel: address.channel, at }]
        : [],
    ),
  );
  for (const { plan, locked } of running)
    for (const { receiver, dueAt } of plan.withdrawn)
      await withdrawPassing(tx, { personId: locked.personId, receiver, dueAt, at });
  for (const { plan, locked } of running)
    for (const { type: _, ...agreement } of plan.agreements)
      await answerComplaint(tx, { ...agreement, personId: locked.personId, at });
  await writeMoves(tx, jobs, keys, running, at);
  await writeOtherPeople(tx, jobs, keys, running, at);
  const erased = running.filter((one) => one.plan.erase).map((one) => one.locked.personId);
  await forgetCases(tx, erased, at);
  for (const personId of erased) await erasePerson(tx, personId, at);
}

/** Codes are kept, and phones that sent one are given to their person, whose own conversation then speaks there. */
async function writeMoves(
  tx: Transaction,
  jobs: Jobs,
  keys: Keys,
  running: readonly Running[],
  at: Date,
): Promise<void> {
  for (const { plan, locked, address, messages } of running) {
    const { personId } = locked;
    if (plan.moveCode) await keepMoveCode(tx, keys, { personId, code: plan.moveCode, at });
    if (!plan.move) continue;
    const from = lastWritten(messages)?.from ?? '';
    const { id: addressId, channel, provider } = address;
    const phone = { addressId, personId, provider, channel, from, code: plan.move, at };
    const conversationId = await moveHere(tx, keys, phone);
    if (conversationId === null) {
      plan.says.push({ key: 'bot.move.wrong' });
      continue;
    }
    plan.says = [];
    plan.erase = true;
    await queueEvent({ tx, jobs, keys, at }, conversationId, { type: 'moved' }, `moved:${randomUUID()}`);
  }
}

/** Phones go to the next of their people, whose own conversation then speaks there. */
async function writeOtherPeople(
  tx: Transaction,
  jobs: Jobs,
  keys: Keys,
  running: readonly Running[],
  at: Date,
): Promise<void> {
  for (const { plan, messages } of running) {
    const phone = lastWritten(messages);
    if (plan.notThem === undefined || !phone) continue;
    const next = await nextPerson(tx, keys, { phone, tried: plan.notThem });
    if (!next) {
      plan.says.push({ key: 'bot.pin.ask_person' });
      continue;
    }
    const event = { type: 'writes_now', known: next.known, tried: plan.notThem + 1 } as const;
    await queueEvent({ tx, jobs, keys, at }, next.conversationId, event, `writes_now:${randomUUID()}`);
  }
}

/** What happened at the desk meanwhile came from no phone. */
function lastWritten(messages: Running['messages']): Inbound | undefined {
  return messages.findLast(({ inbound }) => !inbound.event)?.inbound;
}

async function writePeople(tx: Transaction, running: readonly Running[], at: Date): Promise<void> {
  const learnt = running.map(({ locked, plan }) => {
    const origin = plan.arrival ? { origin: { campaign: plan.arrival } } : {};
    return { personId: locked.personId, patch: { ...plan.person, ...origin } };
  });
  await patchPeople(tx, learnt);
  for (const { address, plan } of running)
    if (plan.optOut !== undefined) await setOptedOut(tx, address.id, plan.optOut ? at : null);
  await keepConsents(
    tx,
    running.flatMap(({ locked, plan }) =>
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
    ),
  );
}

/** The language in which a consent was really read: where only words of a language are known, the text is French. */
function languageRead(language: string | null): string | null {
  return wordsOnly.some((code) => code === language) ? 'fr' : language;
}

async function writeCases(tx: Transaction, jobs: Jobs, running: readonly Running[], at: Date): Promise<void> {
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
    running.flatMap((one) => [...messageEvents(one, caseOf(one), at), ...copyEvents(one, caseOf(one), at)]),
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

function copyEvents({ plan }: Running, caseId: string | undefined, at: Date): NewEvent[] {
  return plan.copy && caseId ? [{ caseId, kind: 'copy_asked', actor: 'person', at }] : [];
}

/** Answers about referrals: "may this be passed on to them?", "could you see them?". */
async function writeReferralAnswers(tx: Transaction, running: readonly Running[], at: Date): Promise<void> {
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
  await answerFollowUps(
    tx,
    running.flatMap(({ locked, plan }) =>
      plan.followUps.map((reply) => ({ ...reply, personId: locked.personId, at })),
    ),
  );
}

/** What people found at services; one person counts once for each, and is not to be found by it. */
async function writeReports(
  tx: Transaction,
  keys: Keys,
  running: readonly Running[],
  at: Date,
): Promise<void> {
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
async function writeComplaints(
  tx: Transaction,
  keys: Keys,
  running: readonly Running[],
  at: Date,
): Promise<void> {
  for (const one of running)
    for (const { opening, anonymous } of one.plan.complaints) {
      const { key, wrapped } = newPersonKey(keys);
      const row = anonymous
        ? { ...newCase(one, opening, at), personId: await addPerson(tx, wrapped), conversationId: null, key }
        : newCase(one, opening, at);
      await openCases(tx, [{ ...row, opening: { ...opening, answers: {} } }]);
    }
}
