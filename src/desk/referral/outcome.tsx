import { localTime } from '../../directory/opening.ts';
import type { FileEvent } from '../../handoff/file-store.ts';
import { outcomesAfter, readOutcome } from '../../handoff/referral-outcome.ts';
import type { ReferralField } from '../../handoff/referral-passing.ts';
import { declineReasons } from '../../handoff/referral-status.ts';
import { mayTakeBack, recordOutcome, takeBackMinutes } from '../../handoff/referral-store.ts';
import { Select } from '../case/fields.tsx';
import type { Form } from '../form.ts';
import { Csrf } from '../page.tsx';
import type { ReferralView } from './read.ts';

/** What left when the referral was handed over: how, to whom, by whom, and which facts. */
export function Left({ referral }: { readonly referral: ReferralView }) {
  const { t, when } = referral.view.page;
  const event = eventsOf(referral, 'referral_handed_over').at(-1);
  if (!event) return <p class="hint">{t('left.nothing')}</p>;
  const fields = event.data.fields as readonly ReferralField[] | undefined;
  const { to } = (event.words ?? {}) as { to?: string };
  return (
    <>
      <p>
        {t(`via.${String(event.data.via)}`)}
        {to && ` (${to})`}, {when.full(event.at)}
        {event.by && `, ${event.by}`}
      </p>
      {fields ? (
        <ul class="short">
          {fields.map((field) => (
            <li>{t(`field.${field}`)}</li>
          ))}
        </ul>
      ) : (
        <p class="hint">{t('left.not_noted')}</p>
      )}
      <p class="hint">{t('left.nothing_else')}</p>
      {mayTakeBack(referral.draft.status, event.at, referral.view.page.now) && (
        <form
          method="post"
          action={`/desk/cases/${referral.view.file.case.code}/referrals/${referral.kept.number}/take-back`}
        >
          <Csrf page={referral.view.page} />
          <button type="submit" class="quiet">
            {t('left.take_back')}
          </button>
          <p class="hint">{t('left.take_back_hint', { count: takeBackMinutes })}</p>
        </form>
      )}
    </>
  );
}

/** What became of it, as the receiver or the person told by telephone, and the form to write down more. */
export function Outcomes({ referral }: { readonly referral: ReferralView }) {
  const { view, kept, draft } = referral;
  const { page, file } = view;
  const { t } = page;
  const next = outcomesAfter(draft.status);
  const letDown = draft.status === 'declined' || draft.status === 'no_response';
  return (
    <section class="card" id="outcome">
      <h2>{t('outcome.title')}</h2>
      <ul class="plain">
        {eventsOf(referral, 'referral_outcome').map((event) => (
          <li>{outcomeText(referral, event)}</li>
        ))}
      </ul>
      {letDown && (
        <a
          class="button"
          href={`/desk/cases/${file.case.code}/referrals/new?need=${draft.asked.needs[0] ?? ''}`}
        >
          {t('outcome.other_service')}
        </a>
      )}
      {next.length > 0 && (
        <form method="post" action={`/desk/cases/${file.case.code}/referrals/${kept.number}/outcome`}>
          <Csrf page={page} />
          <Select
            name="status"
            label={t('outcome.what')}
            choices={next.map((status) => [status, t(`outcome.${status}`)])}
          />
          <Select
            name="reason"
            label={t('outcome.why')}
            choices={declineReasons.map((reason) => [reason, t(`decline.${reason}`)])}
            blank={t('outcome.no_reason')}
          />
          <p class="field">
            <label for="on">{t('outcome.on')}</label>
            <input
              id="on"
              name="on"
              type="date"
              value={todayOf(referral)}
              min={leftOn(referral) ?? undefined}
              max={todayOf(referral)}
              required
            />
          </p>
          <p class="field">
            <label for="toldBy">{t('outcome.told_by')}</label>
            <input id="toldBy" name="toldBy" maxLength={80} autocomplete="off" />
          </p>
          <button type="submit" class="main">
            {t('outcome.keep')}
          </button>
        </form>
      )}
    </section>
  );
}

function outcomeText({ view }: ReferralView, { data, words, by }: FileEvent): string {
  const { t, when } = view.page;
  const { toldBy } = (words ?? {}) as { toldBy?: string };
  return [
    when.day(String(data.on)),
    t(`outcome.${String(data.to)}`),
    ...(data.reason ? [t(`decline.${String(data.reason)}`)] : []),
    ...(toldBy ? [t('outcome.said_by', { name: toldBy })] : []),
    ...(by ? [t('outcome.noted_by', { name: by })] : []),
  ].join(' · ');
}

function eventsOf({ view, kept }: ReferralView, kind: FileEvent['kind']): readonly FileEvent[] {
  return view.file.events.filter((event) => event.kind === kind && event.data.number === kept.number);
}

function todayOf({ view: { desk, page } }: ReferralView): string {
  return localTime(page.now, desk.timeZone).date;
}

/** The day on which it was handed over; null where that was not noted. */
function leftOn(referral: ReferralView): string | null {
  const event = eventsOf(referral, 'referral_handed_over').at(-1);
  return event ? localTime(event.at, referral.view.desk.timeZone).date : null;
}

/** Keeps an outcome as it was typed; answers what the page says about it. */
export async function keepOutcome(referral: ReferralView, form: Form): Promise<string> {
  const { view, kept } = referral;
  const { desk, staff, page } = view;
  const [status, reason, on, toldBy] = [
    form.text('status'),
    form.text('reason'),
    form.text('on'),
    form.text('toldBy'),
  ];
  const outcome = readOutcome(
    { status, reason, on, toldBy },
    { status: kept.status, today: todayOf(referral), leftOn: leftOn(referral) },
  );
  if (typeof outcome === 'string') return outcome;
  const recorded = await recordOutcome(desk.db, desk.keys, kept.id, staff, outcome, page.now);
  await desk.directory.refresh();
  return recorded ? 'outcome' : 'no_outcome';
}
