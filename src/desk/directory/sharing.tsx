import type { AgreementFault, AgreementWriting } from '../../handoff/agreement.ts';
import type { KeptAgreement } from '../../handoff/agreement-store.ts';
import { agreementOver, referralFields } from '../../handoff/referral-passing.ts';
import { Several } from '../case/fields.tsx';
import { Csrf, Notice, type PageContext } from '../page.tsx';

/** An agreement that could not be kept: as it was typed, and what is wrong with it. */
export interface Signing {
  readonly typed: AgreementWriting;
  readonly faults: readonly AgreementFault[];
}

/** What an organization has signed about personal data. */
export interface SharingView {
  /** The newest first. */
  readonly agreements: readonly KeptAgreement[];
  readonly maySign: boolean;
  readonly signing: Signing | null;
}

interface SharingProps {
  readonly page: PageContext;
  readonly serviceId: string;
  readonly sharing: SharingView;
}

const dayOf = (page: PageContext) => page.now.toISOString().slice(0, 10);

/** Without an agreement no named referral leaves; a supervisor notes one that was signed, and ends it. */
export function Sharing(props: SharingProps) {
  const { page, sharing } = props;
  const [newest, ...before] = sharing.agreements;
  const holds = newest && agreementOver(newest, dayOf(page)) === null;
  return (
    <section class="card" id="agreement">
      <h2>{page.t('agreement.title')}</h2>
      {newest ? <Kept page={page} agreement={newest} /> : <p>{page.t('agreement.none')}</p>}
      {before.length > 0 && (
        <details>
          <summary>{page.t('agreement.before', { count: before.length })}</summary>
          {before.map((agreement) => (
            <Kept page={page} agreement={agreement} />
          ))}
        </details>
      )}
      {sharing.maySign && <Sign {...props} />}
      {sharing.maySign && holds && <End {...props} />}
    </section>
  );
}

/** One agreement in words: what it allows, until when, who answers for it, who noted and who ended it. */
function Kept({ page, agreement }: { page: PageContext; agreement: KeptAgreement }) {
  const { t, when } = page;
  const over = agreementOver(agreement, dayOf(page));
  const { focalPoint, focalReach, expiresOn, recordedBy, endedOn, endedBy, endReason } = agreement;
  const fields = agreement.fields.map((field) => t(`field.${field}`)).join(', ');
  return (
    <div class="agreement">
      {over === 'expired' && <Notice kind="fault">{t('agreement.expired')}</Notice>}
      {over === 'ended' && endedBy && <Notice kind="fault">{t('agreement.ended')}</Notice>}
      <p>{t('agreement.has', { when: when.day(agreement.signedOn), fields })}</p>
      {expiresOn && <p>{t('agreement.until', { when: when.day(expiresOn) })}</p>}
      {focalPoint && <p>{t('agreement.focal', { name: focalPoint, reach: focalReach ?? '' })}</p>}
      <p class="origin">
        {t('agreement.noted', { name: recordedBy ?? '?', when: when.date(agreement.recordedAt) })}
        {endedOn &&
          ` · ${t(endedBy ? 'agreement.ended_by' : 'agreement.replaced', { when: when.day(endedOn), name: endedBy ?? '' })}`}
        {endReason && ` · ${endReason}`}
      </p>
    </div>
  );
}

function Sign({ page, serviceId, sharing: { agreements, signing } }: SharingProps) {
  const { t } = page;
  const fields = referralFields.filter((field) => field !== 'code');
  const line = { page, signing };
  return (
    <details open={signing !== null}>
      <summary>{t(agreements.length > 0 ? 'agreement.record_next' : 'agreement.record')}</summary>
      {signing && <SignFaults page={page} faults={signing.faults} />}
      <form method="post" action={`/desk/directory/${serviceId}/agreement#agreement`}>
        <Csrf page={page} />
        <div class="fields">
          <Line name="signedOn" required {...line} />
          <Line name="expiresOn" {...line} />
          <Line name="focalPoint" required {...line} />
          <Line name="focalReach" required {...line} />
        </div>
        <Several
          name="fields"
          label={t('agreement.fields')}
          choices={fields.map((field) => [field, t(`field.${field}`)])}
          chosen={signing?.typed.fields ?? agreements[0]?.fields ?? []}
        />
        <button type="submit" class="main">
          {t('agreement.keep')}
        </button>
      </form>
    </details>
  );
}

interface LineProps {
  readonly page: PageContext;
  readonly name: 'signedOn' | 'expiresOn' | 'focalPoint' | 'focalReach';
  readonly required?: boolean;
  readonly signing: Signing | null;
}

function Line({ page, name, required = false, signing }: LineProps) {
  const field = {
    id: name,
    name,
    required,
    value: signing?.typed[name] ?? '',
    'aria-invalid': signing?.faults.some(({ field }) => field === name) ?? false,
  };
  return (
    <p class="field">
      <label for={name}>{page.t(`agreement.${name}`)}</label>
      {name.endsWith('On') ? <input type="date" {...field} /> : <input {...field} autocomplete="off" />}
    </p>
  );
}

function SignFaults({ page: { t }, faults }: { page: PageContext; faults: Signing['faults'] }) {
  return (
    <Notice kind="fault">
      <p>{t('directory.faults')}</p>
      <ul>
        {faults.map(({ field, code }) => (
          <li>
            <strong>{t(`agreement.${field}`)}</strong> {t(`agreement_fault.${code}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function End({ page, serviceId }: SharingProps) {
  const { t } = page;
  return (
    <details>
      <summary>{t('agreement.end')}</summary>
      <form method="post" action={`/desk/directory/${serviceId}/agreement/end`}>
        <Csrf page={page} />
        <p class="hint">{t('agreement.end_hint')}</p>
        <p class="field">
          <label for="end-reason">{t('agreement.end_reason')}</label>
          <input id="end-reason" name="reason" maxLength={200} autocomplete="off" />
        </p>
        <button type="submit">{t('agreement.end_now')}</button>
      </form>
    </details>
  );
}
