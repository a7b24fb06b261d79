import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  type Claim,
  claimCase,
  closeCase,
  type Done,
  handBack,
  releaseCase,
  reopenCase,
} from '../../handoff/claim-store.ts';
import { askWhetherAnswered } from '../../handoff/complaint-store.ts';
import { recordOralConsent } from '../../handoff/consent-store.ts';
import { finishFollowUp } from '../../handoff/task-store.ts';
import { checkTold, toldNews } from '../../handoff/told-store.ts';
import {
  addNote,
  type CaseCoding,
  codeCase,
  nameOnCase,
  recordAnswers,
  recordFirstContact,
} from '../../handoff/work-store.ts';
import { ageTyped, answersIn, otherAge } from '../case/answers.ts';
import type { Refused, Step } from '../case/step.ts';
import { Talk } from '../case/talk.tsx';
import type { CaseView } from '../case/view.ts';
import { isCloseReason } from '../case/work.tsx';
import { type Form, formOf } from '../form.ts';
import { type Desk, sendFragment } from '../page.tsx';
import { placeMeant } from '../places.ts';
import { reply as sendReply } from '../reply-store.ts';
import { actingOf, type CaseRequest, ReplyInPlace, sendCase, viewOf } from './case.tsx';
import { botSteps } from './case-bot.tsx';
import { walkInWording } from './new-case.tsx';

/** Everything a caseworker does with a case: each step says how it went, and the page tells it. */
export function caseStepRoutes(app: FastifyInstance, desk: Desk): void {
  for (const [name, step] of Object.entries({ ...steps, ...botSteps }))
    app.post(`/cases/:code/${name}`, async (request: CaseRequest, reply) => {
      const view = await viewOf(request, reply, desk);
      if (!view) return reply.callNotFound();
      const form = formOf(request);
      const said = await step(view, form);
      if (typeof said !== 'string')
        return sendCase(request, reply, { ...view, typed: { part: said.part, form } }, said.said, 422);
      return reply.redirect(`/desk/cases/${view.file.case.code}?said=${said}`, 303);
    });
  replyRoute(app, desk);
}

const steps: Readonly<Record<string, Step>> = {
  claim: async (view) => saidOfClaim(await claimCase(...acting(view), view.page.now)),
  'hand-back': async (view) => {
    const done = await handBack(...acting(view), view.page.now);
    if (done.done && view.file.case.reason === 'complaint') await askAgreement(view);
    return saidOf('handed_back', done);
  },
  release: async (view) => saidOf('released', await releaseCase(...acting(view), view.page.now)),
  reopen: async (view) => {
    const due = (await view.desk.duty(view.page.now)).dueAt('normal');
    return saidOf('reopened', await reopenCase(...acting(view), due, view.page.now));
  },
  close: async (view, form) => {
    const reason = form.text('reason');
    if (!isCloseReason(reason)) return 'no_reason';
    if (view.appointments.length > 0 && !form.ticked('anyway')) return 'no_appointment_ahead';
    return saidOf('closed', await closeCase(...acting(view), reason, view.page.now));
  },
  note: async ({ desk, file, staff, page }, form) => {
    const text = form.text('text');
    if (text === '') return 'no_text';
    return kept(await addNote(desk.db, desk.keys, file.case.id, staff, text, page.now));
  },
  'follow-up-done': async ({ desk, file, staff, page }, form) => {
    const task = { eventId: Number.parseInt(form.text('event'), 10) || 0, at: page.now };
    return kept(await finishFollowUp(desk.db, desk.keys, file.case.id, staff, task));
  },
  contact: async (view, form) => kept(await contact(view, form)),
  coding: async (view, form) => coding(view, form),
  answers: async (view, form) => answers(view, form),
  quote: async ({ desk, file, staff, page, talk }, form) => {
    const id = Number.parseInt(form.text('message'), 10);
    const text = talk.find((entry) => entry.direction === 'in' && entry.id === id)?.text?.trim();
    if (!text || file.words.ownWords?.includes(text)) return 'nothing_new';
    const coded = { words: { ownWords: [text] } };
    return kept(await codeCase(desk.db, desk.keys, file.case.id, staff, coded, page.now));
  },
  keeping: async ({ desk, file, staff, page }, form) => {
    const answer = form.text('consent');
    const about = { purpose: 'keep' as const, minor: answer === 'minor' };
    const given = answer === 'adult' || answer === 'minor';
    const oral = { given, wording: walkInWording, language: file.case.spokenLanguage ?? 'fr', about };
    return kept(await recordOralConsent(desk.db, desk.keys, file.case.id, staff, oral, page.now));
  },
  told: async ({ desk, file, staff, page }, form) => {
    const eventId = Number.parseInt(form.text('event'), 10);
    const news = toldNews(file.events).find((one) => one.eventId === eventId && one.taken === null);
    if (!news) return 'nothing_new';
    const place = 'place' in news.about ? desk.directory.place(news.about.place) : null;
    const at = { place: place?.id ?? '', region: place?.regionPcode ?? '' };
    const check = {
      eventId,
      taken: form.text('take') === 'yes',
      ...(place ? { place: at } : {}),
      at: page.now,
    };
    return kept(await checkTold(desk.db, desk.keys, file.case.id, staff, check));
  },
  naming: async ({ desk, file, staff, page }, form) => {
    const named = await nameOnCase(desk.db, desk.keys, file.case.id, staff, form.text('userId'), page.now);
    return named === 'named' ? 'kept' : `no_${named}`;
  },
};

function acting({ desk, file, staff }: CaseView) {
  return [desk.db, file.case.id, staff] as const;
}

/** A supervisor who has answered gives the word back: the bot asks whether the person agrees. */
async function askAgreement({ desk, file, page }: CaseView): Promise<void> {
  const { conversationId, code } = file.case;
  if (conversationId === null) return;
  await desk.db.transaction((tx) =>
    askWhetherAnswered({ tx, jobs: desk.jobs, keys: desk.keys, at: page.now }, conversationId, code),
  );
}

function saidOfClaim(claim: Claim): string {
  return claim.won ? 'claimed' : 'lost';
}

function saidOf(word: string, done: Done): string {
  return done.done ? word : `no_${done.why}`;
}

function kept(done: boolean): string {
  return done ? 'kept' : 'no_not_seen';
}

const hows = ['call', 'message', 'voice', 'visit'] as const;

function contact({ desk, file, staff, page }: CaseView, form: Form): Promise<boolean> {
  const minutes = Number.parseInt(form.text('minutes'), 10);
  const language = form.text('language');
  const made = {
    how: hows.find((how) => how === form.text('how')) ?? 'call',
    reached: form.text('reached') !== 'no',
    ...(minutes > 0 && minutes <= 600 ? { minutes } : {}),
    ...(language ? { language } : {}),
  };
  return recordFirstContact(desk.db, desk.keys, file.case.id, staff, made, page.now);
}

async function coding({ desk, file, staff, page }: CaseView, form: Form): Promise<string> {
  const typed = form.text('place');
  const place = typed === '' ? null : placeMeant(desk.directory, typed, page.t);
  if (typed !== '' && !place) return 'no_place';
  const needs = [0, 1, 2, 3].map((rank) => form.text(`need${rank}`)).filter((need) => need !== '');
  const language = form.text('spokenLanguage');
  const words = Object.fromEntries(
    ['name', 'hour'].map((key) => [key, form.text(key)]).filter(([, text]) => text),
  );
  const coded: CaseCoding = {
    needs: [...new Set([...needs, ...file.case.needs.slice(4)])],
    ...(place ? { place: place.id, region: place.regionPcode } : {}),
    ...(language ? { spokenLanguage: language } : {}),
    ...(Object.keys(words).length > 0 ? { words } : {}),
    ...(form.ticked('restricted') || form.ticked('minor') ? { restricted: true as const } : {}),
    ...(form.ticked('minor') ? { minor: true as const } : {}),
  };
  return kept(await codeCase(desk.db, desk.keys, file.case.id, staff, coded, page.now));
}

/** Answers that cannot be kept yet come back in the form, with what is wrong said above. */
async function answers(view: CaseView, form: Form): Promise<string | Refused> {
  const age = otherAge(view, form);
  if (age && !form.ticked(age)) return { said: `no_${age}_yet`, part: 'answers' };
  if (ageTyped(view, form) === 'wrong') return { said: 'no_age', part: 'answers' };
  return keepAnswers(view, form, age);
}

async function keepAnswers(view: CaseView, form: Form, age: 'minor' | 'adult' | null): Promise<string> {
  const { desk, file, staff, page } = view;
  const answers = answersIn(view, form);
  if (Object.keys(answers).length === 0) return 'nothing_new';
  const origin = form.text('origin') === 'call' ? 'call' : 'desk';
  const done = await recordAnswers(desk.db, desk.keys, file.case.id, staff, {
    answers,
    origin,
    at: page.now,
  });
  if (done && age) {
    // Restricted it stays whoever turns out to be grown up: that was never only for the age.
    const coding = age === 'minor' ? ({ minor: true, restricted: true } as const) : { minor: false };
    await codeCase(desk.db, desk.keys, file.case.id, staff, coding, page.now);
  }
  return kept(done);
}

function replyRoute(app: FastifyInstance, desk: Desk): void {
  app.post('/cases/:code/reply', async (request: CaseRequest, reply) => {
    const view = await viewOf(request, reply, desk);
    if (!view) return reply.callNotFound();
    const words = formOf(request).text('words');
    const outcome = words === '' ? 'empty' : await sendReply(actingOf(view), desk.jobs, words);
    const said = outcome === 'queued' ? 'replied' : `no_reply_${outcome}`;
    if (!request.headers['hx-request'])
      return reply.redirect(`/desk/cases/${view.file.case.code}?said=${said}#reply`, 303);
    return answerInPlace(request, reply, desk, outcome === 'queued' ? 200 : 422);
  });
}

/** htmx gets the conversation with the new reply in it, and in place of the box why nothing more may be written. */
async function answerInPlace(request: CaseRequest, reply: FastifyReply, desk: Desk, status: number) {
  const view = await viewOf(request, reply, desk);
  if (!view) return reply.callNotFound();
  const parts = (
    <>
      <Talk view={view} />
      <ReplyInPlace view={view} />
    </>
  );
  return sendFragment(reply, parts, status);
}
