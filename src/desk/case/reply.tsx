import { Csrf, Icon, Notice } from '../page.tsx';
import type { CaseView } from './view.ts';
import { currentAddress } from './view.ts';

/** The box to write to the person, with what will become of the reply. */
export function Reply({ view, words = '' }: { readonly view: CaseView; readonly words?: string }) {
  const { page, noReply } = view;
  const { t } = page;
  if (noReply)
    return (
      <p class="no-reply" id="reply">
        {t(`no_reply.${noReply}`)}
      </p>
    );
  const action = `/desk/cases/${view.file.case.code}/reply`;
  return (
    <form
      id="reply"
      class="reply"
      method="post"
      action={action}
      hx-post={action}
      hx-target="#talk"
      hx-swap="outerHTML"
      data-bubble
    >
      <Csrf page={page} />
      <label for="words">
        {t('reply.label', { channel: t(`channel.${currentAddress(view.file)?.channel}`) })}
      </label>
      <textarea id="words" name="words" required maxLength={1500} data-draft>
        {words}
      </textarea>
      <WillHappen view={view} />
      <p id="offline" class="fault-line" role="alert" />
      <div class="actions">
        <button type="submit" class="main">
          <Icon page={page} name="send" />
          {t('reply.send')}
        </button>
      </div>
      <template id="bubble">
        <li class="turn caseworker pending">
          <p class="turn-who">
            <strong>{view.staff.name}</strong>
          </p>
          <p class="words" />
          <p class="delivery">{t('reply.sending')}</p>
        </li>
      </template>
    </form>
  );
}

function WillHappen({ view }: { readonly view: CaseView }) {
  const { page, window, file } = view;
  const { t, when } = page;
  const state = window
    ? t(window.open ? 'reply.window_open' : 'reply.window_closed', { when: when.moment(window.closesAt) })
    : t('reply.sms');
  return (
    <>
      {window && !window.open ? <Notice kind="note">{state}</Notice> : <p class="hint">{state}</p>}
      {file.person.writing === 'shared' && (
        <p class="hint shared">
          <Icon page={page} name="lock" />
          {t('reply.shared')}
        </p>
      )}
      {file.speaks === 'bot' && <p class="hint">{t('reply.bot_speaks')}</p>}
    </>
  );
}
