import { Csrf } from '../page.tsx';
import { Select } from './fields.tsx';
import { Part } from './part.tsx';
import { type CaseView, typedIn } from './view.ts';

/** What happens next without anybody at the desk: an appointment that the bot reminds of, and waiting for the person. */
export function Waiting({ view }: { readonly view: CaseView }) {
  const { page, file } = view;
  const { t, when } = page;
  const { awaitedAt, closingAt } = file.case;
  const typed = typedIn(view, 'appointment');
  return (
    <>
      <Part view={view} name="appointment" button="work.appointment_do" open={typed !== null}>
        <Coming view={view} />
        <div class="fields">
          <p class="field">
            <label for="appointment-day">{t('work.day')}</label>
            <input id="appointment-day" name="day" type="date" required value={typed?.text('day')} />
          </p>
          <p class="field">
            <label for="appointment-time">{t('work.time')}</label>
            <input id="appointment-time" name="time" type="time" required value={typed?.text('time')} />
          </p>
          <Select
            name="referral"
            label={t('work.appointment_for')}
            blank={t('work.appointment_here')}
            chosen={typed?.text('referral') ?? null}
            choices={file.referrals.map(({ number }) => [String(number), `${file.case.code}-${number}`])}
          />
        </div>
      </Part>
      <Part view={view} name="await" button={awaitedAt ? 'work.await_stop' : 'work.await_do'}>
        <input type="hidden" name="awaits" value={awaitedAt ? 'no' : 'yes'} />
        {awaitedAt && <p>{t('work.awaited_since', { when: when.moment(awaitedAt) })}</p>}
        {awaitedAt && closingAt && <p>{t('work.announced', { when: when.moment(closingAt) })}</p>}
      </Part>
    </>
  );
}

function Coming({ view }: { readonly view: CaseView }) {
  const { t, when } = view.page;
  if (view.appointments.length === 0) return null;
  return (
    <ul class="plain">
      {view.appointments.map(({ at, referralNumber }) => (
        <li>
          {when.full(at)}
          {referralNumber !== null && ` · ${t('work.appointment_of', { number: referralNumber })}`}
        </li>
      ))}
    </ul>
  );
}

/** Takes an appointment back; outside the form that sets one. */
export function CancelAppointments({ view }: { readonly view: CaseView }) {
  const { page, file, appointments } = view;
  const { t, when } = page;
  return (
    <>
      {appointments.map(({ id, at }) => (
        <form method="post" action={`/desk/cases/${file.case.code}/appointment-cancel`}>
          <Csrf page={page} />
          <input type="hidden" name="id" value={String(id)} />
          <button type="submit" class="small">
            {t('work.appointment_cancel', { when: when.moment(at) })}
          </button>
        </form>
      ))}
    </>
  );
}
