import type { CaseView } from '../case/view.ts';
import type { ReferralView } from './read.ts';

/** The referrals of a case on its page, with what to do next for each. */
export function Referrals({
  view,
  referrals,
}: {
  readonly view: CaseView;
  readonly referrals: readonly ReferralView[];
}) {
  const { page, file } = view;
  const { t } = page;
  const base = `/desk/cases/${file.case.code}/referrals`;
  return (
    <section class="card" id="referrals">
      <h2>{t('referrals.title')}</h2>
      {referrals.length === 0 && <p class="hint">{t('referrals.none')}</p>}
      <ul class="plain">
        {referrals.map(({ kept, draft }) => (
          <li>
            <a href={`${base}/${kept.number}`}>
              <code>{draft.reference}</code> {draft.to?.service.shortName ?? t('sheet.no_service')}
            </a>{' '}
            <span class="tag">{t(`referral_status.${draft.status}`)}</span>
            {draft.next[0] && draft.status === 'draft' && (
              <span class="origin">{t(`next.${draft.next[0]}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {file.case.status !== 'closed' && !file.person.erased && (
        <a class="button" href={`${base}/new`}>
          {t('referrals.begin')}
        </a>
      )}
    </section>
  );
}

/** The slip as a message: where to go and what to say there, nothing about the matter. */
export function slipMessage({ view, draft }: ReferralView): string {
  const { t } = view.page;
  const service = draft.to?.service;
  if (!service) return '';
  const first = t('slip.message', {
    service: service.shortName,
    town: service.town ? ` ${service.town}` : '',
    phone: service.phone ?? t('services.no_phone'),
    code: view.file.case.code,
  });
  return draft.bring ? `${first} ${t('slip.bring', { bring: draft.bring })}` : first;
}
