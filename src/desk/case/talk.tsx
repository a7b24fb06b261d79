import { mayHear } from '../../handoff/access.ts';
import type { FileEvent } from '../../handoff/file-store.ts';
import type { TranscriptEntry } from '../../messages/transcript-store.ts';
import { Csrf, Icon } from '../page.tsx';
import type { CaseView } from './view.ts';

/** Lines shown at first: what is older is one click away and not sent over a weak network each time. */
const newest = 40;

/** The conversation in the person's words, with what staff did and noted in between. */
export function Talk({ view }: { readonly view: CaseView }) {
  const { page, talk, file } = view;
  const lines = [
    ...talk.map((entry) => ({ at: entry.at, line: <Turn view={view} entry={entry} /> })),
    ...file.events
      .filter((event) => !hiddenKinds.has(event.kind))
      .map((event) => ({ at: event.at, line: <Event view={view} event={event} /> })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const hidden = view.wholeTalk ? 0 : Math.max(0, lines.length - newest);
  return (
    <div id="talk">
      {lines.length === 0 && <p class="empty">{page.t('talk.empty')}</p>}
      {hidden > 0 && (
        <p class="earlier">
          <a href="?talk=whole">{page.t('talk.earlier', { count: hidden })}</a>
        </p>
      )}
      <ol id="turns">{lines.slice(hidden).map(({ line }) => line)}</ol>
    </div>
  );
}

/** What the messages themselves show already, or nobody at the desk needs to read. */
const hiddenKinds: ReadonlySet<FileEvent['kind']> = new Set([
  'message_in',
  'message_out',
  'delivery',
  'referral_changed',
  'alert_told',
]);

function Turn({ view, entry }: { readonly view: CaseView; readonly entry: TranscriptEntry }) {
  const { page, file } = view;
  const { t, when } = page;
  const author = entry.author === 'person' ? (file.words.name ?? t('talk.person')) : authorName(view, entry);
  return (
    <li class={`turn ${entry.author}`} id={`turn-${entry.direction}-${entry.id}`}>
      <p class="turn-who">
        <strong>{author}</strong>
        {entry.author === 'bot' && <span class="tag">{t('talk.automatic')}</span>}{' '}
        <time dateTime={entry.at.toISOString()} title={when.full(entry.at)}>
          {when.moment(entry.at)}
        </time>
        <span class="soft"> · {t(`channel.${entry.channel}`)}</span>
      </p>
      <Words view={view} entry={entry} />
      <Quote view={view} entry={entry} />
      {entry.direction === 'out' && <Delivery view={view} entry={entry} />}
    </li>
  );
}

/** Shorter messages are greetings and answers to the bot, which the case holds already. */
const fewestQuoted = 4;

/** A telephone number goes to no receiver by way of somebody's words. */
const numbered = /\d(?:[\s.-]?\d){6,}/;

/** Carries what the person wrote into their own words on the case, and so into the draft of a referral. */
function Quote({ view: { page, file, mine }, entry }: { view: CaseView; entry: TranscriptEntry }) {
  const text = entry.text?.trim() ?? '';
  const isWords =
    entry.author === 'person' && text.split(/\s+/).length >= fewestQuoted && !numbered.test(text);
  if (!mine || !isWords || file.words.ownWords?.includes(text)) return null;
  return (
    <form method="post" action={`/desk/cases/${file.case.code}/quote`} class="quote">
      <Csrf page={page} />
      <button type="submit" class="quiet small" name="message" value={String(entry.id)}>
        {page.t('talk.quote')}
      </button>
    </form>
  );
}

function authorName(view: CaseView, entry: TranscriptEntry): string {
  if (entry.author === 'bot') return view.page.serviceName;
  const known = view.file.events.find((event) => event.userId === entry.userId && event.by);
  return known?.by ?? view.page.t('talk.caseworker');
}

function Words({ view, entry }: { readonly view: CaseView; readonly entry: TranscriptEntry }) {
  const { t } = view.page;
  const location = entry.inbound?.location;
  const own = entry.content && 'words' in entry.content ? entry.content.words : null;
  const text = entry.text ?? own;
  return (
    <>
      {text ? (
        <p class="words">{text}</p>
      ) : (
        entry.media.length === 0 && !location && <p class="words soft">{t('talk.no_words')}</p>
      )}
      {location && (
        <p class="words">
          <Icon page={view.page} name="place" />
          {t('talk.location', { point: `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}` })}
        </p>
      )}
      {entry.media.map((file) => (
        <Media view={view} file={file} />
      ))}
    </>
  );
}

type MediaFile = TranscriptEntry['media'][number];

function Media({
  view: { page, file: caseFile },
  file,
}: {
  readonly view: CaseView;
  readonly file: MediaFile;
}) {
  const { t } = page;
  const address = `/desk/cases/${caseFile.case.code}/media/${file.id}`;
  if (!mayHear(caseFile.person.keeping, caseFile.case.danger))
    return <p class="words soft">{t('media.unheard')}</p>;
  if (file.status === 'waiting' || file.status === 'failed')
    return <p class="words soft">{t(`media.${file.status}`)}</p>;
  const kind = file.contentType.split('/')[0] ?? '';
  return (
    <p class="words media">
      {kind === 'audio' && (
        // biome-ignore lint/a11y/useMediaCaption: a person's voice note has no captions; the caseworker writes down what it says
        <audio controls preload="none" src={address} />
      )}
      {kind === 'image' && <img src={address} alt={t('media.image')} loading="lazy" />}
      <a href={address} download>
        {t('media.keep')}
      </a>
    </p>
  );
}

function Delivery({ view: { page }, entry }: { readonly view: CaseView; readonly entry: TranscriptEntry }) {
  const { t } = page;
  const bad = entry.status === 'failed' || entry.status === 'undelivered' || entry.status === 'held';
  const code = entry.errorCode === null ? '' : ` ${t('talk.code', { code: entry.errorCode })}`;
  return (
    <p class={`delivery ${bad ? 'bad' : ''}`}>
      {entry.status === 'read' || entry.status === 'delivered' ? <Icon page={page} name="check" /> : null}
      {t(`delivery.${entry.status}`)}
      {code}
    </p>
  );
}

function Event({ view, event }: { readonly view: CaseView; readonly event: FileEvent }) {
  const { page } = view;
  const { t, when } = page;
  const by = event.by ?? (event.actor === 'bot' ? page.serviceName : t('talk.person'));
  const note = event.kind === 'note' ? (event.words as { text?: string } | null)?.text : null;
  return (
    <li class={note ? 'event note' : 'event'} id={`event-${event.id}`}>
      {note && <Icon page={page} name="note" />}
      <span>
        {eventText(view, event, by)}{' '}
        <time dateTime={event.at.toISOString()} title={when.full(event.at)}>
          {when.moment(event.at)}
        </time>
      </span>
      {note && <p class="words">{note}</p>}
    </li>
  );
}

/** Where the words of what an event is about stand. */
const detailKeys: Partial<Record<FileEvent['kind'], (data: FileEvent['data']) => string>> = {
  opened: ({ reason }) => `reason.${reason}`,
  closed: ({ reason }) => `close.${reason}`,
  referral_outcome: ({ to }) => `outcome.${to}`,
  follow_up_due: ({ what }) => `follow_up_due.${what}`,
  follow_up_done: ({ what }) => `follow_up_due.${what}`,
  stopped: ({ channel }) => `channel.${channel}`,
  came_back: ({ channel }) => `channel.${channel}`,
  told_checked: ({ taken }) => `told.${taken ? 'was_taken' : 'was_left'}`,
  follow_up_answered: ({ answer }) => `follow_up_answer.${answer}`,
};

function eventText({ page: { t, when } }: CaseView, event: FileEvent, by: string): string {
  const { data } = event;
  if (event.kind === 'first_contact') {
    const how = t(`contact.${String(data.how ?? 'call')}`);
    const minutes = data.minutes ? `, ${t('when.minutes', { count: Number(data.minutes) })}` : '';
    const language = data.language ? ` ${t(`in_language.${String(data.language)}`)}` : '';
    return t(data.reached === false ? 'event.not_reached' : 'event.first_contact', {
      by,
      how: `${how}${language}${minutes}`,
    });
  }
  if (event.kind === 'awaits_person' && data.awaits === false) return t('event.awaits_nobody', { by });
  const key = detailKeys[event.kind]?.(data);
  const words = typeof data.at === 'string' ? when.full(new Date(data.at)) : key ? t(key) : '';
  return t(`event.${event.kind}`, { by, words });
}
