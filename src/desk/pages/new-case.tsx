import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Priority, priorities } from '../../handoff/case.ts';
import { openByHand, type WalkIn } from '../../handoff/walk-in-store.ts';
import { spokenLanguages } from '../../language/languages.ts';
import { needs } from '../../language/understanding.ts';
import { PlaceInput, Select } from '../case/fields.tsx';
import { type Form, formOf } from '../form.ts';
import { Csrf, type Desk, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { placeMeant } from '../places.ts';
import { staffOf } from '../sessions.ts';

/** The wording that the desk shows to be read out; it changes its number when it changes. */
export const walkInWording = 'desk.walk_in.v1';
const rankedNeeds = [0, 1, 2, 3] as const;

type Fault = 'no_consent' | 'place_unknown' | 'phone_unknown' | 'no_call';

/** A case for somebody who came to the office or telephoned: most people do. */
export function newCaseRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/new', async (request, reply) => show(request, reply, desk));

  app.post('/new', async (request, reply) => {
    const form = formOf(request);
    const consent = form.text('consent');
    if (consent !== 'adult' && consent !== 'minor') return show(request, reply, desk, 'no_consent');
    const typed = form.text('place');
    const place = placeMeant(desk.directory, typed, pageContext(request, reply, desk).t);
    if (typed !== '' && !place) return show(request, reply, desk, 'place_unknown');
    const fault = phoneFault(form);
    if (fault) return show(request, reply, desk, fault);
    const at = desk.now();
    const opening = await walkInOf(desk, form, place, at);
    const { code } = await openByHand(desk.db, desk.keys, staffOf(request), opening, at);
    return reply.redirect(`/desk/cases/${code}?said=opened`, 303);
  });
}

/** A number is kept only whole, and with a yes to being called on it. */
function phoneFault(form: Form): Fault | null {
  const typed = form.text('phone');
  if (typed === '') return null;
  if (!/^\+?\d{7,15}$/.test(typed.replace(/[\s.()-]/g, ''))) return 'phone_unknown';
  return form.ticked('mayCall') ? null : 'no_call';
}

async function walkInOf(
  desk: Desk,
  form: Form,
  place: ReturnType<typeof placeMeant>,
  at: Date,
): Promise<WalkIn> {
  const priority: Priority = priorities.find((one) => one === form.text('priority')) ?? 'normal';
  const chosen = rankedNeeds.map((rank) => form.text(`need${rank}`));
  const language = spokenLanguages.find((code) => code === form.text('language'));
  const said = form.text('words');
  return {
    consentWording: walkInWording,
    consentLanguage: language ?? 'fr',
    minor: form.text('consent') === 'minor',
    restricted: form.ticked('restricted'),
    priority,
    needs: [...new Set(chosen)].flatMap((id) => needs.find((need) => need === id) ?? []),
    ...(place ? { place: place.id, region: place.regionPcode } : {}),
    ...(language ? { spokenLanguage: language } : {}),
    ...(form.text('phone') ? { contact: 'call' as const } : {}),
    words: {
      ...(form.text('phone') ? { phone: form.text('phone') } : {}),
      ...(form.text('name') ? { name: form.text('name') } : {}),
      ...(said ? { ownWords: [said] } : {}),
    },
    dueAt: (await desk.duty(at)).dueAt(priority),
  };
}

function show(request: FastifyRequest, reply: FastifyReply, desk: Desk, fault?: Fault) {
  const page = pageContext(request, reply, desk);
  const view = <NewCasePage page={page} desk={desk} form={formOf(request)} fault={fault} />;
  return sendPage(reply, view, fault ? 422 : 200);
}

interface NewCaseProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly form: Form;
  readonly fault: Fault | undefined;
}

function NewCasePage({ page, desk, form, fault }: NewCaseProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('new_case.title')} kind="middle">
      <h1>{t('new_case.title')}</h1>
      {fault && <Notice kind="fault">{t(`new_case.${fault}`)}</Notice>}
      <form method="post" class="card">
        <Csrf page={page} />
        <ReadOut page={page} desk={desk} form={form} />
        <div class="fields">
          <p class="field">
            <label for="name">{t('new_case.name')}</label>
            <input id="name" name="name" value={form.text('name')} autocomplete="off" />
          </p>
          <Select
            name="language"
            label={t('facts.speaks')}
            choices={spokenLanguages.map((code) => [code, t(`language.${code}`)])}
            chosen={form.text('language')}
            blank={t('work.unknown')}
          />
          <p class="field">
            <label for="place">{t('facts.place')}</label>
            <PlaceInput value={form.text('place')} />
          </p>
          <Select
            name="priority"
            label={t('new_case.priority')}
            choices={[...priorities].reverse().map((one) => [one, t(`priority.${one}`)])}
            chosen={form.text('priority')}
          />
          {rankedNeeds.map((rank) => (
            <Select
              name={`need${rank}`}
              label={t('work.need', { rank: rank + 1 })}
              choices={needs.map((need) => [need, t(`need.${need}`)])}
              chosen={form.text(`need${rank}`)}
              blank={t('work.none')}
            />
          ))}
        </div>
        <Phone page={page} form={form} />
        <p class="field">
          <label for="words">{t('new_case.words')}</label>
          <textarea id="words" name="words" data-draft>
            {form.text('words')}
          </textarea>
        </p>
        <label class="tick">
          <input type="checkbox" name="restricted" value="yes" checked={form.ticked('restricted')} />
          <span>{t('work.restrict')}</span>
        </label>
        <p class="after">
          <button type="submit" class="main">
            {t('new_case.open')}
          </button>
        </p>
      </form>
    </Layout>
  );
}

/** Where the person may be called, with the line to read out for it. */
function Phone({ page: { t }, form }: Pick<NewCaseProps, 'page' | 'form'>) {
  return (
    <fieldset class="read-out">
      <legend>{t('new_case.phone_title')}</legend>
      <p class="field">
        <label for="phone">{t('new_case.phone')}</label>
        <input id="phone" name="phone" type="tel" value={form.text('phone')} autocomplete="off" />
      </p>
      <label class="tick">
        <input type="checkbox" name="mayCall" value="yes" checked={form.ticked('mayCall')} />
        <span>{t('new_case.may_call')}</span>
      </label>
    </fieldset>
  );
}

function ReadOut({ page, desk, form }: Omit<NewCaseProps, 'fault'>) {
  const { t } = page;
  return (
    <fieldset class="read-out">
      <legend>{t('new_case.consent')}</legend>
      <blockquote>{t('new_case.consent_text', { controller: desk.controllerName })}</blockquote>
      {(['adult', 'minor', 'no'] as const).map((answer) => (
        <label class="tick">
          <input
            type="radio"
            name="consent"
            value={answer}
            required
            checked={form.text('consent') === answer}
          />
          <span>{t(`new_case.consent_${answer}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
