import { leavingOn, paperBlockers } from '../../handoff/referral-paper.ts';
import { fieldsAllowed, type ReferralField } from '../../handoff/referral-passing.ts';
import { isEditable } from '../../handoff/referral-status.ts';
import { Several } from '../case/fields.tsx';
import { Csrf, Icon, Notice } from '../page.tsx';
import { Left } from './outcome.tsx';
import type { ReferralView } from './read.ts';

/** What leaves and what does not, what is in the way, and what to do now; after the hand-over, what left. */
export function Leaving({ referral }: { readonly referral: ReferralView }) {
  const { view, draft } = referral;
  const { t } = view.page;
  if (!isEditable(draft.status))
    return (
      <section class="card" id="leaving">
        <h2>{t('left.title')}</h2>
        <Left referral={referral} />
      </section>
    );
  return (
    <section class="card" id="leaving">
      <h2>{t('leaving.title')}</h2>
      <PassingTable referral={referral} />
      {draft.blockers.length > 0 && (
        <Notice kind="note">
          <p>{t('leaving.in_the_way')}</p>
          <ul>
            {draft.blockers.map(({ kind, blocks }) => (
              <li>
                {t(`blocker.${kind}`)} <span class="soft">({t(`blocks.${blocks}`)})</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Ways referral={referral} />
      {draft.next.includes('ask_consent') && <AskInChat referral={referral} />}
      {draft.to && <Agree referral={referral} />}
    </section>
  );
}

/** Each fact with what becomes of it when the person is named, and whether it stands on the slip. */
function PassingTable({ referral }: { readonly referral: ReferralView }) {
  const { view, draft } = referral;
  const { t } = view.page;
  const onSlip = leavingOn(draft, 'slip');
  return (
    <table class="passing">
      <thead>
        <tr>
          <th scope="col">{t('leaving.what')}</th>
          <th scope="col">{t('leaving.named')}</th>
          <th scope="col">{t('leaving.slip')}</th>
        </tr>
      </thead>
      <tbody>
        {draft.passing.lines.map(({ field, passing }) => (
          <tr class={passing}>
            <th scope="row">{t(`field.${field}`)}</th>
            <td>{t(`passing.${passing}`)}</td>
            <td>{t(onSlip.includes(field) ? 'cell.yes' : 'cell.no')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function address({ view, kept }: ReferralView, rest: string): string {
  return `/desk/cases/${view.file.case.code}/referrals/${kept.number}/${rest}`;
}

/** Papers and ways to hand over; a way that is barred says so above and is not offered. */
function Ways({ referral }: { readonly referral: ReferralView }) {
  const { view, draft } = referral;
  const { t } = view.page;
  const named = paperBlockers(draft, 'named').length === 0;
  const slip = paperBlockers(draft, 'slip').length === 0;
  const { code } = view.file.case;
  return (
    <>
      <div class="actions">
        {named && <Print referral={referral} kind="named" />}
        {slip && <Print referral={referral} kind="slip" />}
        {slip && view.noReply === null && (
          <a
            class="button small"
            href={`/desk/cases/${code}?slip=${draft.reference.split('-').at(-1)}#reply`}
          >
            <Icon page={view.page} name="message" />
            {t('leaving.by_message')}
          </a>
        )}
      </div>
      {slip && (
        <form method="post" action={address(referral, 'hand-over')} class="inline after">
          <Csrf page={view.page} />
          <p class="field">
            <label for="via">{t('leaving.handed')}</label>
            <select id="via" name="via">
              <option value="slip">{t('via.slip')}</option>
              {named && <option value="paper">{t('via.paper')}</option>}
              {named && <option value="telephone">{t('via.telephone')}</option>}
            </select>
          </p>
          <p class="field">
            <label for="to">{t('leaving.to_whom')}</label>
            <input id="to" name="to" autocomplete="off" />
          </p>
          <button type="submit" class="main">
            {t('leaving.mark')}
          </button>
        </form>
      )}
    </>
  );
}

function Print({ referral, kind }: { readonly referral: ReferralView; readonly kind: 'named' | 'slip' }) {
  const { page } = referral.view;
  return (
    <form method="post" action={address(referral, 'paper')} target="_blank" rel="noopener">
      <Csrf page={page} />
      <button type="submit" class="small" name="kind" value={kind}>
        <Icon page={page} name="print" />
        {page.t(`leaving.print_${kind}`)}
      </button>
    </form>
  );
}

/** Putting the question into the chat; where others read the phone it is asked aloud instead. */
function AskInChat({ referral }: { readonly referral: ReferralView }) {
  const { view } = referral;
  const { t } = view.page;
  if (view.noReply !== null) return null;
  if (view.file.person.writing === 'shared') return <p class="soft">{t('agree.shared_phone')}</p>;
  return (
    <form method="post" action={address(referral, 'ask')} class="inline after">
      <Csrf page={view.page} />
      <button type="submit">
        <Icon page={view.page} name="message" />
        {t('agree.ask_in_chat')}
      </button>
    </form>
  );
}

/** What may be asked for at all: a yes to anything else could not be used. */
export function askable({ draft, view }: ReferralView): readonly ReferralField[] {
  const allowed = fieldsAllowed(draft.to?.agreement ?? null, view.page.now.toISOString().slice(0, 10));
  return allowed.filter((field) => field !== 'code');
}

/** Recording the person's answer to "may I pass this on to them?", said aloud; nothing is ticked before they spoke. */
function Agree({ referral }: { readonly referral: ReferralView }) {
  const { view, draft } = referral;
  const { t } = view.page;
  const service = draft.to?.service;
  const fields = askable(referral);
  return (
    <details id="agree">
      <summary>{t('agree.title')}</summary>
      <form method="post" action={address(referral, 'consent')}>
        <Csrf page={view.page} />
        <blockquote>
          {t('agree.read_out', {
            service: service?.shortName ?? '',
            organization: service?.organization ?? '',
          })}
        </blockquote>
        {fields.length === 0 ? (
          <p class="hint">{t('agree.nothing_allowed')}</p>
        ) : (
          <Several
            name="fields"
            label={t('agree.fields')}
            choices={fields.map((field) => [field, t(`field.${field}`)])}
            chosen={[]}
          />
        )}
        <div class="actions">
          {fields.length > 0 && (
            <button type="submit" class="main" name="answer" value="yes">
              {t('agree.yes')}
            </button>
          )}
          <button type="submit" name="answer" value="no">
            {t('agree.no')}
          </button>
        </div>
      </form>
    </details>
  );
}
