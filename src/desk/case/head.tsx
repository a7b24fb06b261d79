import { Marks, placeName, reachOf } from '../labels.tsx';
import { Csrf, Icon, Notice } from '../page.tsx';
import { Told } from './told.tsx';
import type { CaseView } from './view.ts';

/** Who it is, how urgent, how to reach them, who has it, and what to do now. */
export function Head({ view }: { readonly view: CaseView }) {
  const { page, file } = view;
  const { t } = page;
  return (
    <section id="head" class={`card head ${file.case.danger ? 'is-danger' : ''}`}>
      <div class="title-row">
        <h1>
          {file.words.name ?? t('case.no_name')} <code>{file.case.code}</code>
        </h1>
        <span class="row-marks">
          <Marks page={page} of={file.case} />
        </span>
      </div>
      {file.words.because && (
        <p class="because">
          {t('case.because')} <q>{file.words.because}</q>
        </p>
      )}
      {view.untold && <Notice kind="fault">{t(`untold.${view.untold}`)}</Notice>}
      {hasStopped(view) && <Notice kind="fault">{t(`no_reply.${view.noReply}`)}</Notice>}
      <Told view={view} />
      <Facts view={view} />
      <Holder view={view} />
    </section>
  );
}

/** Said above everything: whoever calls or prepares something must know it before they write. */
function hasStopped({ noReply }: CaseView): boolean {
  return noReply === 'opted_out' || noReply === 'opted_out_call';
}

function Facts({ view: { page, desk, file, appointments } }: { readonly view: CaseView }) {
  const { t, when } = page;
  const reach = reachOf(page, file.case);
  const { hour } = file.words;
  const { firstContactAt, dueAt, status } = file.case;
  const [next] = appointments;
  return (
    <p class="row-facts">
      <span>
        <Icon page={page} name={reach.icon} />
        {reach.words}
        {hour ? ` ${t('case.at_hour', { hour })}` : ''}
      </span>
      <span>
        <Icon page={page} name="place" />
        {placeName(desk.directory, file.case.place, file.case.region) ?? t('case.no_place')}
      </span>
      {next && (
        <span>
          <Icon page={page} name="clock" />
          {t('case.appointment', { when: when.full(next.at) })}
        </span>
      )}
      <span class="soft">
        {t(`reason.${file.case.reason}`)}, {when.ago(file.case.openedAt)}
      </span>
      {firstContactAt ? (
        <span class="due done">{t('case.contacted', { when: when.moment(firstContactAt) })}</span>
      ) : (
        status !== 'closed' && (
          <span class={when.isLate(dueAt) ? 'due late' : 'due'} title={when.full(dueAt)}>
            {t('case.first_contact')} {when.due(dueAt)}
          </span>
        )
      )}
    </p>
  );
}

function Holder({ view }: { readonly view: CaseView }) {
  const { page, file, mine } = view;
  const { t, when } = page;
  const since = file.case.claimedAt ? when.moment(file.case.claimedAt) : '';
  if (file.case.status === 'closed')
    return (
      <div class="holder">
        <p>
          {t('case.closed', { when: file.case.closedAt ? when.moment(file.case.closedAt) : '' })}{' '}
          {t(`close.${file.case.closeReason}`)}
        </p>
        <Step view={view} step="reopen" />
      </div>
    );
  if (!file.holder)
    return (
      <div class="holder">
        <p>{t('case.nobody')}</p>
        <Step view={view} step="claim" main />
      </div>
    );
  const chief = view.staff.role === 'supervisor';
  return (
    <div class="holder">
      <p>
        {mine
          ? t('case.mine_since', { when: since })
          : t('case.held_since', { name: file.holder.name, when: since })}
      </p>
      <p class="soft">{file.speaks && t(`case.speaks_${file.speaks}`)}</p>
      <div class="actions">
        {view.noReply === null && (
          <a class="button small to-reply" href="#reply">
            <Icon page={page} name="message" />
            {t('case.to_reply')}
          </a>
        )}
        {mine && file.speaks === 'bot' && <Step view={view} step="claim" label="case.speak_myself" />}
        {(mine || chief) && file.speaks === 'caseworker' && <Step view={view} step="hand-back" />}
        {(mine || chief) && <Step view={view} step="release" />}
        {(mine || chief) && (file.addresses.length > 0 || file.words.phone) && <ShowNumber view={view} />}
      </div>
      <div id="numbers" />
    </div>
  );
}

/** The number stays hidden until it is needed; each look is written down. */
function ShowNumber({ view: { page, file } }: { readonly view: CaseView }) {
  const address = `/desk/cases/${file.case.code}/numbers`;
  return (
    <form method="post" action={address} hx-post={address} hx-target="#numbers">
      <Csrf page={page} />
      <button type="submit" class="small">
        <Icon page={page} name="phone" />
        {page.t('case.show_number')}
      </button>
    </form>
  );
}

interface StepProps {
  readonly view: CaseView;
  readonly step: string;
  readonly main?: boolean;
  readonly label?: string;
}

function Step({ view: { page, file }, step, main, label }: StepProps) {
  return (
    <form method="post" action={`/desk/cases/${file.case.code}/${step}`}>
      <Csrf page={page} />
      <button type="submit" class={main ? 'main' : 'small'}>
        {page.t(label ?? `case.do_${step.replace('-', '_')}`)}
      </button>
    </form>
  );
}

/** What became of the last step, said once above the page. */
export function Said({ view, said }: { readonly view: CaseView; readonly said: string }) {
  const { t } = view.page;
  if (said === 'lost' && view.file.holder && !view.mine) {
    const when = view.file.case.claimedAt ? view.page.when.moment(view.file.case.claimedAt) : '';
    return <Notice kind="fault">{t('said.lost', { name: view.file.holder.name, when })}</Notice>;
  }
  const kind = said.startsWith('no_') ? 'fault' : 'done';
  return said !== 'lost' && t.has(`said.${said}`) ? <Notice kind={kind}>{t(`said.${said}`)}</Notice> : null;
}
