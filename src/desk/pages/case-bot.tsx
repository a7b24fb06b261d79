import { cancelAppointment, setAppointment } from '../../handoff/appointment-store.ts';
import { askGroups } from '../../handoff/ask-store.ts';
import { awaitPerson } from '../../handoff/closing-store.ts';
import { localMoment } from '../../handoff/opening-hours.ts';
import { askQuestions, forgetDigits } from '../ask-bot-store.ts';
import type { Step } from '../case/step.ts';
import { actingOf } from './case.tsx';

/** What a caseworker leaves to the bot: each says in one word how it went. */
export const botSteps: Readonly<Record<string, Step>> = {
  ask: async (view, form) => {
    const groups = askGroups.filter((group) => form.list('groups').includes(group));
    if (groups.length === 0) return 'no_groups';
    const asked = await askQuestions(actingOf(view), view.desk.jobs, groups);
    return asked === 'asked' ? 'asked_form' : `no_ask_${asked}`;
  },
  digits: async (view) => {
    const done = await forgetDigits(actingOf(view), view.desk.jobs);
    return done === 'asked' ? 'digits_asked' : `no_ask_${done}`;
  },
  appointment: async (view, form) => {
    const { desk, file, staff, page } = view;
    const at = localMoment(form.text('day'), form.text('time'), desk.timeZone);
    if (!at || at <= page.now) return { said: 'no_day', part: 'appointment' };
    const number = Number.parseInt(form.text('referral'), 10);
    const referralNumber = file.referrals.some((one) => one.number === number) ? number : null;
    const set = { at, referralNumber, now: page.now };
    return said('appointment', await setAppointment(desk.db, desk.keys, file.case.id, staff, set));
  },
  'appointment-cancel': async ({ desk, file, staff, page }, form) => {
    const id = Number.parseInt(form.text('id'), 10);
    if (!(id > 0)) return 'no_not_seen';
    const done = await cancelAppointment(desk.db, desk.keys, file.case.id, staff, { id, now: page.now });
    return said('kept', done);
  },
  await: async ({ desk, file, staff, page }, form) => {
    const awaits = form.text('awaits') !== 'no';
    const noted = { awaits, at: page.now };
    return said('kept', await awaitPerson(desk.db, desk.keys, file.case.id, staff, noted));
  },
};

function said(word: string, done: boolean): string {
  return done ? word : 'no_not_seen';
}
