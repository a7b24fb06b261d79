import type { ComponentChildren } from 'preact';
import type { CaseFile } from '../../handoff/file-store.ts';
import type { TranscriptEntry } from '../../messages/transcript-store.ts';
import { answerText } from '../case/facts.tsx';
import { placeName } from '../labels.tsx';
import { Layout } from '../page.tsx';
import type { PersonCopy } from './read.ts';

/** Everything that is kept about a person, to be printed and put into their own hands. */
export function CopyPage({ copy }: { readonly copy: PersonCopy }) {
  const { view, files } = copy;
  const { t } = view.page;
  const { code } = view.file.case;
  return (
    <Layout page={view.page} title={t('copy.title', { code })} kind="paper">
      <p class="no-print actions">
        <button type="button" class="main" data-print>
          {t('copy.print')}
        </button>
        <a class="button" href={`/desk/cases/${code}`}>
          {t('case.title', { code })}
        </a>
      </p>
      <article class="sheet-paper whole">
        <Heading copy={copy} />
        <You copy={copy} />
        <Consents copy={copy} />
        {files.map((file) => (
          <Case copy={copy} file={file} />
        ))}
        <Talk copy={copy} />
        <Readers copy={copy} />
        <p class="hint">{t('copy.notes')}</p>
        {copy.hidden > 0 && <p class="hint">{t('copy.hidden', { count: copy.hidden })}</p>}
        <p class="say">{t('copy.rights')}</p>
      </article>
    </Layout>
  );
}

interface Part {
  readonly copy: PersonCopy;
}

function Heading({ copy: { view } }: Part) {
  const { t, when, now, serviceName } = view.page;
  const keeper = { controller: view.desk.controllerName, service: serviceName, date: when.date(now) };
  return (
    <header>
      <h1>{t('copy.for_person')}</h1>
      <p>{t('copy.keeper', keeper)}</p>
    </header>
  );
}

function You({ copy: { view, numbers } }: Part) {
  const { t } = view.page;
  const { person } = view.file;
  const language = (code: string | null) => code && t(`language.${code}`);
  return (
    <>
      <h2>{t('copy.you')}</h2>
      <dl class="facts">
        <Line label={t('copy.numbers')}>{numbers.join(', ')}</Line>
        <Line label={t('facts.speaks')}>{language(person.spokenLanguage)}</Line>
        <Line label={t('facts.writes')}>{language(person.textLanguage)}</Line>
        <Line label={t('facts.phone')}>{person.writing && t(`writing.${person.writing}`)}</Line>
      </dl>
    </>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  if (!children) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Consents({ copy: { view } }: Part) {
  const { t, when } = view.page;
  return (
    <>
      <h2>{t('copy.consents')}</h2>
      <ul>
        {view.file.consents.map((one) => (
          <li>
            {t(one.withdrawnAt ? 'consent.withdrawn' : one.given ? 'consent.given' : 'consent.refused', {
              what: t(`purpose.${one.purpose}`),
            })}
            , {t(`consent_form.${one.form}`)}, {when.date(one.at)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the lines above the answers say already. */
const saidAbove: ReadonlySet<string> = new Set(['needs_now', 'place', 'call_name_and_hour']);

function Case({ copy: { view }, file }: Part & { readonly file: CaseFile }) {
  const { t, when } = view.page;
  const { case: one, words, answers } = file;
  const given = Object.entries(answers).filter(([name]) => !saidAbove.has(name));
  return (
    <>
      <h2>{t('copy.case', { code: one.code })}</h2>
      <dl class="facts">
        <Line label={t('copy.opened')}>{when.date(one.openedAt)}</Line>
        <Line label={t('copy.status')}>{t(`copy.status_${one.status}`)}</Line>
        <Line label={t('copy.reason')}>{t(`reason.${one.reason}`)}</Line>
        <Line label={t('copy.needs')}>{one.needs.map((need) => t(`need.${need}`)).join(', ')}</Line>
        <Line label={t('facts.place')}>{placeName(view.desk.directory, one.place, one.region)}</Line>
        <Line label={t('copy.name')}>{words.name}</Line>
        <Line label={t('copy.hour')}>{words.hour}</Line>
        <Line label={t('copy.own_words')}>{words.ownWords?.join(' · ')}</Line>
        {given.map(([name, answer]) => (
          <Line label={t.has(`answer.${name}`) ? t(`answer.${name}`) : name}>
            {answerText(view, name, answer.value)}
          </Line>
        ))}
        {file.referrals.map((referral) => (
          <Line label={t('copy.referral', referralWords(view, file, referral))}>
            {t(`referral_status.${referral.status}`)}, {when.date(referral.updatedAt)}
          </Line>
        ))}
      </dl>
    </>
  );
}

function referralWords(
  { desk, page }: PersonCopy['view'],
  { case: { code } }: CaseFile,
  { number, serviceAtLocationId }: CaseFile['referrals'][number],
) {
  const service = serviceAtLocationId && desk.directory.service(serviceAtLocationId, page.now);
  return { reference: `${code}-${number}`, to: service ? service.shortName : '–' };
}

function Talk({ copy: { view } }: Part) {
  const { t } = view.page;
  if (view.talk.length === 0) return null;
  return (
    <>
      <h2>{t('copy.talk')}</h2>
      <ol class="plain">
        {view.talk.map((entry) => (
          <Said view={view} entry={entry} />
        ))}
      </ol>
    </>
  );
}

function Said({ view, entry }: { readonly view: PersonCopy['view']; readonly entry: TranscriptEntry }) {
  const { t, when, serviceName } = view.page;
  const own = entry.content && 'words' in entry.content ? entry.content.words : '';
  const by = entry.direction === 'in' ? t('copy.you_wrote') : serviceName;
  const location = entry.inbound?.location;
  const files = entry.media.length > 0 ? t('copy.voice', { count: entry.media.length }) : '';
  return (
    <li>
      <span class="soft">
        {when.full(entry.at)}, {by} :
      </span>{' '}
      {[entry.text || own, location && `${location.latitude}, ${location.longitude}`, files]
        .filter(Boolean)
        .join(' · ')}
    </li>
  );
}

function Readers({ copy: { view, readers } }: Part) {
  const { t, when } = view.page;
  return (
    <>
      <h2>{t('copy.readers')}</h2>
      {readers.length === 0 && <p>{t('copy.nobody')}</p>}
      <ul>
        {readers.map(({ name, at }) => (
          <li>
            {name}, {when.date(at)}
          </li>
        ))}
      </ul>
    </>
  );
}
