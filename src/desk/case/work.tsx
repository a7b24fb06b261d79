import { type CloseReason, closeReasons } from '../../handoff/case.ts';
import { keepingConsent } from '../../handoff/referral-passing.ts';
import { spokenLanguages } from '../../language/languages.ts';
import { needs } from '../../language/understanding.ts';
import type { Question } from '../../questionnaire/form.ts';
import { placeTyped } from '../places.ts';
import { otherAge } from './answers.ts';
import { Asking } from './asking.tsx';
import { answerText } from './facts.tsx';
import { type Choices, PlaceInput, Select, Several } from './fields.tsx';
import { Part } from './part.tsx';
import { type CaseView, typedIn } from './view.ts';
import { CancelAppointments, Waiting } from './waiting.tsx';

/** What a caseworker does with a case, each behind one click: contact, facts, answers, note, number, people, close. */
export function Work({ view }: { readonly view: CaseView }) {
  const { page, file } = view;
  const { t } = page;
  if (file.person.erased) return <p class="empty">{t('no_reply.erased')}</p>;
  return (
    <section id="work" class="card work">
      <h2>{t('work.title')}</h2>
      <Contact view={view} />
      {!keepingConsent(file.consents)?.given && <Keeping view={view} />}
      <Part view={view} name="note" button="work.keep">
        <label for="note">{t('work.note_label')}</label>
        <textarea id="note" name="text" required data-draft />
      </Part>
      <Coding view={view} />
      <Answers view={view} />
      {view.mine && <Asking view={view} />}
      {file.case.status !== 'closed' && <Waiting view={view} />}
      <CancelAppointments view={view} />
      {file.case.restricted && <Naming view={view} />}
      {(view.mine || view.staff.role === 'supervisor') && (
        <Part view={view} name="copy" button="work.copy_do" />
      )}
      {file.case.status !== 'closed' && (
        <Part view={view} name="close" button="work.close">
          <Select
            name="reason"
            label={t('work.close_reason')}
            choices={closeReasons.map((id) => [id, t(`close.${id}`)])}
          />
          <AppointmentAhead view={view} />
        </Part>
      )}
    </section>
  );
}

/** Closing ends the reminders too: nobody should wait at a counter for a case that is closed. */
function AppointmentAhead({ view: { page, appointments } }: { readonly view: CaseView }) {
  const { t, when } = page;
  const [next] = appointments;
  if (!next) return null;
  return (
    <div class="notice fault">
      <p>{t('work.appointment_ahead', { when: when.full(next.at) })}</p>
      <label class="tick">
        <input type="checkbox" name="anyway" value="yes" required />
        <span>{t('work.close_anyway')}</span>
      </label>
    </div>
  );
}

/** Somebody taken up without a yes (danger, a call): the yes is read out and noted. */
function Keeping({ view }: { readonly view: CaseView }) {
  const { t } = view.page;
  return (
    <Part view={view} name="keeping" button="work.keep">
      <blockquote>{t('new_case.consent_text', { controller: view.desk.controllerName })}</blockquote>
      <Select
        name="consent"
        label={t('work.answer')}
        choices={(['adult', 'minor', 'no'] as const).map((one) => [one, t(`new_case.consent_${one}`)])}
      />
    </Part>
  );
}

function Contact({ view }: { readonly view: CaseView }) {
  const { t } = view.page;
  const hows = ['call', 'message', 'voice', 'visit'] as const;
  return (
    <Part view={view} name="contact" button="work.keep" open={view.mine && !view.file.case.firstContactAt}>
      <div class="fields">
        <Select name="how" label={t('work.how')} choices={hows.map((how) => [how, t(`contact.${how}`)])} />
        <Select
          name="reached"
          label={t('work.reached')}
          choices={[
            ['yes', t('work.reached_yes')],
            ['no', t('work.reached_no')],
          ]}
        />
        <p class="field">
          <label for="minutes">{t('work.minutes')}</label>
          <input id="minutes" name="minutes" type="number" min="0" max="600" inputMode="numeric" />
        </p>
        <Languages view={view} name="language" />
      </div>
    </Part>
  );
}

function Languages({ view: { page, file }, name }: { readonly view: CaseView; readonly name: string }) {
  const choices: Choices = spokenLanguages.map((code) => [code, page.t(`language.${code}`)]);
  const chosen = file.case.spokenLanguage;
  return (
    <Select
      name={name}
      label={page.t('facts.speaks')}
      choices={choices}
      chosen={chosen}
      blank={page.t('work.unknown')}
    />
  );
}

const rankedNeeds = [0, 1, 2, 3] as const;

function Coding({ view }: { readonly view: CaseView }) {
  const { page, file, desk } = view;
  const { t } = page;
  const choices: Choices = needs.map((need) => [need, t(`need.${need}`)]);
  return (
    <Part view={view} name="coding" button="work.keep">
      <div class="fields">
        {rankedNeeds.map((rank) => (
          <Select
            name={`need${rank}`}
            label={t('work.need', { rank: rank + 1 })}
            choices={choices}
            chosen={file.case.needs[rank] ?? null}
            blank={t('work.none')}
          />
        ))}
        <p class="field">
          <label for="place">{t('facts.place')}</label>
          <PlaceInput value={placeTyped(desk.directory, file.case.place, t)} />
        </p>
        <Languages view={view} name="spokenLanguage" />
        <p class="field">
          <label for="name">{t('work.name')}</label>
          <input id="name" name="name" value={file.words.name} autocomplete="off" />
        </p>
        <p class="field">
          <label for="hour">{t('work.hour')}</label>
          <input id="hour" name="hour" value={file.words.hour} autocomplete="off" />
        </p>
      </div>
      {!file.case.restricted && <Restrict view={view} />}
    </Part>
  );
}

function Restrict({ view: { page, file } }: { readonly view: CaseView }) {
  const { t } = page;
  return (
    <p class="ticks">
      <label class="tick">
        <input type="checkbox" name="restricted" value="yes" />
        <span>{t('work.restrict')}</span>
      </label>
      {!file.case.minor && (
        <label class="tick">
          <input type="checkbox" name="minor" value="yes" />
          <span>{t('work.is_minor')}</span>
        </label>
      )}
    </p>
  );
}

/** Questions of the forms that the coding part asks in its own way. */
const codedElsewhere: ReadonlySet<string> = new Set([
  'needs_now',
  'place',
  'town',
  'contact',
  'call_name_and_hour',
  'name_and_call',
]);

function Answers({ view }: { readonly view: CaseView }) {
  const { t } = view.page;
  const questions = Object.values(view.desk.forms)
    .flatMap((form) => form.questions)
    .filter((question) => question.type !== 'note' && !codedElsewhere.has(question.name));
  const unique = questions.filter(
    (question, i) => questions.findIndex((q) => q.name === question.name) === i,
  );
  return (
    <Part view={view} name="answers" button="work.keep" open={typedIn(view, 'answers') !== null}>
      <Select
        name="origin"
        label={t('work.origin')}
        choices={[
          ['call', t('origin.call')],
          ['desk', t('origin.desk')],
        ]}
      />
      <div class="fields">
        {unique.map((question) => (
          <AnswerField view={view} question={question} />
        ))}
      </div>
      <ConfirmAge view={view} />
    </Part>
  );
}

/** An age on the other side of 18 changes who sees the case and how the bot speaks: that is said, and confirmed once. */
function ConfirmAge({ view }: { readonly view: CaseView }) {
  const { page } = view;
  const typed = typedIn(view, 'answers');
  const age = typed && otherAge(view, typed);
  if (!age) return null;
  return (
    <label class="tick">
      <input type="checkbox" name={age} value="yes" required />
      <span>{page.t(`work.confirm_${age}`)}</span>
    </label>
  );
}

/** What stands in the form: what was just typed, or what is known; of an age only the band is known, in its label. */
function standing(view: CaseView, { name, bands }: Question): readonly string[] {
  const typed = typedIn(view, 'answers');
  if (typed) return typed.list(`a-${name}`);
  const known = bands ? undefined : view.file.answers[name]?.value;
  return [known ?? []].flat().map(String);
}

function AnswerField({ view, question }: { readonly view: CaseView; readonly question: Question }) {
  const { t } = view.page;
  const { name } = question;
  const known = view.file.answers[name]?.value;
  const plain = t.has(`answer.${name}`) ? t(`answer.${name}`) : name;
  const label = question.bands && known !== undefined ? `${plain} (${answerText(view, name, known)})` : plain;
  const values = standing(view, question);
  const texts = view.desk.locales.texts.get(t.language);
  const form = Object.values(view.desk.forms).find((one) => one.questions.includes(question));
  const choices: Choices = (form?.choices[question.choices ?? ''] ?? []).map((choice) => [
    choice.name,
    texts?.get(`forms.choice.${question.choices}.${choice.name}`) ?? choice.name,
  ]);
  if (question.type === 'select_one')
    return (
      <Select
        name={`a-${name}`}
        label={label}
        choices={choices}
        chosen={values[0] ?? null}
        blank={t('work.unknown')}
      />
    );
  if (question.type === 'select_multiple')
    return <Several name={`a-${name}`} label={label} choices={choices} chosen={values} />;
  return (
    <p class="field">
      <label for={`f-a-${name}`}>{label}</label>
      <input
        id={`f-a-${name}`}
        name={`a-${name}`}
        value={values[0] ?? ''}
        inputMode={question.type === 'integer' ? 'numeric' : 'text'}
        autocomplete="off"
      />
    </p>
  );
}

/** Whether a text is one of the reasons for which a case ends. */
export function isCloseReason(text: string): text is CloseReason {
  return (closeReasons as readonly string[]).includes(text);
}

function Naming({ view }: { readonly view: CaseView }) {
  const { t } = view.page;
  const named = new Set(view.file.named.map((one) => one.id));
  const others = view.colleagues.filter((one) => !named.has(one.id));
  return (
    <Part view={view} name="naming" button="work.add">
      {view.concerned.map(({ name, code }) => (
        <p class="hint">{t('work.naming_concerned', { name, code })}</p>
      ))}
      <Select name="userId" label={t('work.colleague')} choices={others.map((one) => [one.id, one.name])} />
    </Part>
  );
}
