import type { ComponentChildren } from 'preact';
import { type Agreement, agreementOver } from '../../handoff/referral-passing.ts';
import type { Sourced } from '../../handoff/referral-source.ts';
import { isEditable } from '../../handoff/referral-status.ts';
import { answerText } from '../case/facts.tsx';
import { Icon, type PageContext } from '../page.tsx';
import type { ReferralView } from './read.ts';
import { ServiceFacts } from './services.tsx';

/** The whole draft to read: each fact with where it comes from (CONVERSATIONS section 5). */
export function Sheet({ referral }: { readonly referral: ReferralView }) {
  const { view, draft } = referral;
  const { t, when } = view.page;
  const { person, reach } = draft;
  return (
    <section class="card sheet">
      <dl class="facts">
        <Line label={t('sheet.priority')}>
          {t(`priority.${draft.priority}`)} ·{' '}
          {t('sheet.orientation_due', { when: when.date(draft.orientationDueAt) })}
        </Line>
        <Line label={t('sheet.from')}>
          {draft.from.office} · {draft.from.caseworker}
        </Line>
        <Line label={t('sheet.to')}>
          <To referral={referral} />
        </Line>
        <Line label={t('sheet.person')}>
          {t('case.title', { code: person.code })}
          {person.name.value && ` · ${t('sheet.called', { name: person.name.value })}`}
          <Facts
            parts={[
              fact(referral, 'woman_or_man', person.womanOrMan),
              fact(referral, 'age', person.ageBand),
              said(referral, person.speaks, (code) => t('sheet.speaks', { language: t(`language.${code}`) })),
              said(referral, person.reads, (code) => t('sheet.reads', { language: t(`language.${code}`) })),
            ]}
          />
        </Line>
        <Line label={t('sheet.reach')}>
          {reach.how.value ? t(`contact.${reach.how.value}`) : t('facts.not_said')}
          {reach.hour.value && ` ${t('case.at_hour', { hour: reach.hour.value })}`}
          {reach.sharedPhone && (
            <span class="origin strong">
              <Icon page={view.page} name="lock" /> {t('sheet.shared')}
            </span>
          )}
        </Line>
        <Line label={t('sheet.lives')}>
          {draft.lives.value ? `${draft.lives.value.name} (${draft.lives.value.pcode})` : t('case.no_place')}
        </Line>
        <Return referral={referral} />
        <Line label={t('sheet.needs')}>
          <Ordered items={(draft.needs.value ?? []).map((need) => t(`need.${need}`))} />
        </Line>
        <Line label={t('sheet.words')}>
          {draft.words.value ? <q>{draft.words.value}</q> : t('sheet.no_words')}
          {draft.words.readBack && <span class="origin">{t('sheet.read_back')}</span>}
        </Line>
        <Line label={t('sheet.asked')}>
          {draft.asked.needs.map((need) => t(`need.${need}`)).join(', ')}
          {draft.asked.request && <span> · {draft.asked.request}</span>}
          {draft.asked.alreadyDone && (
            <span class="origin">{t('sheet.done', { what: draft.asked.alreadyDone })}</span>
          )}
          {draft.asked.elsewhere.map(({ need, reference }) => (
            <span class="origin">
              {t(`need.${need}`)} → {reference ?? t('sheet.nowhere')}
            </span>
          ))}
        </Line>
        <Line label={t('sheet.danger')}>
          {draft.danger ? t(`danger.${draft.danger}`) : t('sheet.no_danger')}
          <Facts parts={[fact(referral, 'urgent_today', draft.urgentToday)]} />
        </Line>
        <Line label={t('sheet.follow_up')}>
          <FollowUp referral={referral} />
        </Line>
      </dl>
    </section>
  );
}

function Line({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is planned while it is a draft; what is due once it has left. */
function FollowUp({ referral: { view, kept, draft } }: { referral: ReferralView }) {
  const { t, when } = view.page;
  const { callReceiver, askPerson } = draft.followUp;
  if (isEditable(draft.status))
    return (
      <>
        {t('sheet.call_receiver', { count: callReceiver.inDays })}
        <br />
        {t(`sheet.ask_person_${askPerson.owner}`, { count: askPerson.inDays })}
      </>
    );
  const due = view.file.referrals.find(({ number }) => number === kept.number);
  const lines = [
    ...(due?.callReceiverAt ? [t('sheet.called_receiver', { when: when.date(due.callReceiverAt) })] : []),
    ...(due?.askPersonAt ? [t('sheet.asks_person', { when: when.date(due.askPersonAt) })] : []),
  ];
  return <>{lines.join(' · ') || t('sheet.nothing_due')}</>;
}

function Return({ referral }: { referral: ReferralView }) {
  const { draft } = referral;
  const parts = [
    fact(referral, 'returned_when', draft.returnedWhen),
    fact(referral, 'returned_from', draft.returnedFrom),
    fact(referral, 'helped_by', draft.helpedBy),
  ];
  if (parts.every((part) => part === null)) return null;
  return (
    <Line label={referral.view.page.t('sheet.return')}>
      <Facts parts={parts} />
    </Line>
  );
}

function To({ referral: { view, draft } }: { referral: ReferralView }) {
  const { t } = view.page;
  if (!draft.to) return <>{t('sheet.no_service')}</>;
  const { agreement, service } = draft.to;
  return (
    <>
      <ServiceFacts page={view.page} desk={view.desk} service={service} />
      <span class="origin">{agreementText(view.page, agreement)}</span>
      {service.source && <span class="origin">{t('sheet.source', { source: service.source })}</span>}
    </>
  );
}

function agreementText({ t, when, now }: PageContext, agreement: Agreement | null): string {
  if (!agreement) return t('sheet.no_agreement');
  const day = when.day(agreement.signedOn);
  if (agreementOver(agreement, now.toISOString().slice(0, 10)))
    return t('sheet.agreement_over', { when: day });
  const fields = agreement.fields.map((field) => t(`field.${field}`)).join(', ');
  const { focalPoint, focalReach } = agreement;
  const focal = focalPoint ? ` · ${t('sheet.focal', { name: focalPoint, reach: focalReach ?? '' })}` : '';
  return t('sheet.agreement', { when: day, fields }) + focal;
}

function fact({ view }: ReferralView, name: string, value: Sourced<unknown>): Part | null {
  if (value.at === null && value.value === null) return null;
  const { t } = view.page;
  return {
    label: t(`answer.${name}`),
    text: answerText(view, name, value.value),
    origin: t(`origin.${value.origin}`),
  };
}

function said({ view }: ReferralView, value: Sourced<string>, words: (code: string) => string): Part | null {
  return value.value === null
    ? null
    : { label: '', text: words(value.value), origin: view.page.t(`origin.${value.origin}`) };
}

interface Part {
  readonly label: string;
  readonly text: string;
  readonly origin: string;
}

function Facts({ parts }: { readonly parts: readonly (Part | null)[] }) {
  return (
    <ul class="plain">
      {parts.map(
        (part) =>
          part && (
            <li>
              {part.label && `${part.label} : `}
              {part.text} <small class="soft">({part.origin})</small>
            </li>
          ),
      )}
    </ul>
  );
}

function Ordered({ items }: { items: readonly string[] }) {
  return (
    <ol class="short">
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ol>
  );
}
