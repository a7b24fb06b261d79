import type { OriginAnswer } from '../../handoff/case.ts';
import { ageBandOf } from '../../questionnaire/age-band.ts';
import { Needs, placeName } from '../labels.tsx';
import { Csrf, Icon, type PageContext } from '../page.tsx';
import type { CaseView } from './view.ts';

/** What is known: needs, answers with their origin, words, agreements, who may see it. */
export function Facts({ view }: { readonly view: CaseView }) {
  const { page, file } = view;
  const { t } = page;
  return (
    <section id="facts" class="card">
      <h2>{t('facts.title')}</h2>
      <Needs page={page} needs={file.case.needs} most={16} />
      {file.words.ownWords?.map((words) => (
        <blockquote>{words}</blockquote>
      ))}
      <dl class="facts">
        <Fact
          label={t('facts.place')}
          value={placeName(view.desk.directory, file.case.place, file.case.region)}
        />
        <Fact
          label={t('facts.speaks')}
          value={nameOfLanguage(page, file.case.spokenLanguage ?? file.person.spokenLanguage)}
        />
        <Fact label={t('facts.writes')} value={nameOfLanguage(page, file.person.textLanguage)} />
        {file.person.writing && <Fact label={t('facts.phone')} value={t(`writing.${file.person.writing}`)} />}
        {Object.entries(file.answers).map(([name, answer]) => (
          <Answer view={view} name={name} answer={answer} />
        ))}
      </dl>
      <Agreements view={view} />
      {view.staff.role === 'supervisor' && <Accesses view={view} />}
      {file.case.restricted && (
        <p class="hint">
          <Icon page={page} name="lock" />
          {t('facts.named', {
            names: file.named.map((one) => one.name).join(', ') || t('facts.nobody_named'),
          })}
        </p>
      )}
    </section>
  );
}

function Fact({ label, value, origin }: { label: string; value: string | null; origin?: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value} {origin && <span class="origin">{origin}</span>}
      </dd>
    </div>
  );
}

/** Questions whose answer already stands elsewhere in the file. */
const shownElsewhere: ReadonlySet<string> = new Set([
  'needs_now',
  'place',
  'town',
  'call_name_and_hour',
  'name_and_call',
  'contact',
]);

function Answer({ view, name, answer }: { view: CaseView; name: string; answer: OriginAnswer }) {
  const { t, when } = view.page;
  if (shownElsewhere.has(name)) return null;
  const label = t.has(`answer.${name}`) ? t(`answer.${name}`) : name;
  const origin = t('facts.origin', { origin: t(`origin.${answer.origin}`), when: when.moment(answer.at) });
  return <Fact label={label} value={answerText(view, name, answer.value)} origin={origin} />;
}

/** An answer in words: the labels of its choices, or what was typed. */
export function answerText({ page, desk }: CaseView, name: string, value: unknown): string {
  const { t } = page;
  if (value === null || value === 'not_said') return t('facts.not_said');
  if (name === 'age') return ageText(page, value);
  const texts = desk.locales.texts.get(t.language) ?? new Map<string, string>();
  const question = questionOf(desk, name);
  if (question?.type === 'place') return placeName(desk.directory, String(value), null) ?? String(value);
  const list = question?.choices ?? name;
  const one = (id: unknown) => texts.get(`forms.choice.${list}.${String(id)}`) ?? String(id);
  return Array.isArray(value) ? value.map(one).join(', ') : one(value);
}

/** An age in words: its band, even where an older case holds the number. */
export function ageText({ t }: PageContext, value: unknown): string {
  const band = ageBandOf(value);
  return band ? t(`age_band.${band}`) : t('work.unknown');
}

/** A question of any form, by name. */
export function questionOf({ forms }: CaseView['desk'], name: string) {
  return Object.values(forms)
    .flatMap((form) => form.questions)
    .find((question) => question.name === name);
}

function nameOfLanguage({ t }: PageContext, code: string | null): string | null {
  return code && t(`language.${code}`);
}

function Agreements({ view: { page, file } }: { readonly view: CaseView }) {
  const { t, when } = page;
  return (
    <>
      <h3>{t('consent.title')}</h3>
      {file.consents.length === 0 && <p class="hint">{t('consent.none')}</p>}
      <ul class="plain">
        {file.consents.map((one) => (
          <li>
            {t(one.withdrawnAt ? 'consent.withdrawn' : one.given ? 'consent.given' : 'consent.refused', {
              what: t(`purpose.${one.purpose}`),
            })}{' '}
            <span class="origin">
              {t(`consent_form.${one.form}`)}, {when.moment(one.at)}, {one.wording}
            </span>
            {one.receiver && one.given && !one.withdrawnAt && (
              <form method="post" action={`/desk/cases/${file.case.code}/withdraw`}>
                <Csrf page={page} />
                <input type="hidden" name="receiver" value={one.receiver} />
                <button type="submit">{t('consent.withdraw')}</button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A person has the right to know who read about them; a supervisor can tell. */
function Accesses({ view: { page, accesses } }: { readonly view: CaseView }) {
  const { t, when } = page;
  return (
    <details>
      <summary>{t('access.title')}</summary>
      <ul class="plain">
        {accesses.map(({ name, what, at }) => (
          <li>
            {name} · {t.has(`access.${what}`) ? t(`access.${what}`) : what}{' '}
            <span class="soft">{when.moment(at)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
