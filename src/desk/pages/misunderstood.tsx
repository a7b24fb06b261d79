import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exampleFile } from '../../insights/example-file.ts';
import {
  decideMisunderstanding,
  examples,
  type KeptMisunderstanding,
  putAside,
  waitingMisunderstandings,
} from '../../insights/misunderstanding-store.ts';
import { isTextLanguage, textLanguages } from '../../language/languages.ts';
import { formOf, queryOf } from '../form.ts';
import { Csrf, type Desk, Layout, Notice, type PageContext, pageContext, sendPage } from '../page.tsx';
import { only } from '../sessions.ts';
import { exampleLabels, labelText } from './example-labels.ts';

/** What the bot did not understand, without identity: to be made examples of, put aside, or taken back. */
export function misunderstoodRoutes(app: FastifyInstance, desk: Desk): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', only('examples'));
    scope.get('/misunderstood', (request, reply) => show(request, reply, desk));
    scope.post('/misunderstood/:id', (request: OneRequest, reply) => decide(request, reply, desk));
    scope.post('/misunderstood/:id/undo', (request: OneRequest, reply) => undo(request, reply, desk));
    scope.get('/misunderstood/:code/examples.json', (request: FileRequest, reply) =>
      sendFile(request, reply, desk),
    );
  });
}

type OneRequest = FastifyRequest<{ Params: { id: string } }>;
type FileRequest = FastifyRequest<{ Params: { code: string } }>;

async function show(request: FastifyRequest, reply: FastifyReply, desk: Desk): Promise<FastifyReply> {
  const [waiting, made] = await Promise.all([waitingMisunderstandings(desk.db), examples(desk.db)]);
  const done = Number(queryOf(request, 'done')) || null;
  const page = pageContext(request, reply, desk);
  return sendPage(reply, <Page page={page} desk={desk} waiting={waiting} made={made} done={done} />);
}

async function decide(request: OneRequest, reply: FastifyReply, desk: Desk): Promise<FastifyReply> {
  const form = formOf(request);
  const id = idOf(request);
  const label = form.text('label');
  const language = form.text('language');
  const known = label === putAside || exampleLabels.includes(label);
  if (id && known && isTextLanguage(language))
    await decideMisunderstanding(desk.db, id, { label, language }, desk.now());
  return reply.redirect(`/desk/misunderstood${id && known ? `?done=${id}` : ''}`, 303);
}

async function undo(request: OneRequest, reply: FastifyReply, desk: Desk): Promise<FastifyReply> {
  const id = idOf(request);
  if (id) await decideMisunderstanding(desk.db, id, null, desk.now());
  return reply.redirect('/desk/misunderstood', 303);
}

async function sendFile(request: FileRequest, reply: FastifyReply, desk: Desk): Promise<FastifyReply> {
  const { code } = request.params;
  const own = (await examples(desk.db)).filter(({ language }) => language === code);
  return reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', 'attachment; filename="examples.json"')
    .send(`${JSON.stringify(exampleFile(own.toReversed()), null, 2)}\n`);
}

function idOf({ params }: OneRequest): number | null {
  return /^\d{1,15}$/.test(params.id) ? Number(params.id) : null;
}

interface PageProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly waiting: readonly KeptMisunderstanding[];
  readonly made: readonly KeptMisunderstanding[];
  readonly done: number | null;
}

function Page({ page, desk, waiting, made, done }: PageProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t('misunderstood.title')} kind="middle">
      <h1>{t('misunderstood.title')}</h1>
      {done && <Done page={page} id={done} added={made.some(({ id }) => id === done)} />}
      <p class="hint">{t(waiting.length === 0 ? 'misunderstood.none' : 'misunderstood.hint')}</p>
      <ul class="queue">
        {waiting.map((one) => (
          <Row page={page} desk={desk} one={one} />
        ))}
      </ul>
      <Examples page={page} made={made} />
    </Layout>
  );
}

function Done({
  page,
  id,
  added,
}: {
  readonly page: PageContext;
  readonly id: number;
  readonly added: boolean;
}) {
  const { t } = page;
  return (
    <Notice kind="done">
      <p>{t(added ? 'misunderstood.added' : 'misunderstood.aside')}</p>
      <Undo page={page} id={id} />
    </Notice>
  );
}

function Undo({ page, id, of }: { readonly page: PageContext; readonly id: number; readonly of?: string }) {
  return (
    <form method="post" action={`/desk/misunderstood/${id}/undo`}>
      <Csrf page={page} />
      <button type="submit" class="quiet">
        {page.t('misunderstood.undo')}
        {of && <span class="sr"> : {of}</span>}
      </button>
    </form>
  );
}

interface RowProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly one: KeptMisunderstanding;
}

/** The likeliest meaning stands chosen, so that one click is enough where it is right; without one it must be chosen. */
function Row({ page, desk, one }: RowProps) {
  const { t, when } = page;
  const guess = isTextLanguage(one.language) ? desk.guess(one.words, one.language) : null;
  return (
    <li class="card">
      <strong lang={one.language}>{one.words}</strong>
      <p class="row-facts">
        <span>{t('misunderstood.at', { question: questionLabel(page, one.question) })}</span>
        <span>{t('misunderstood.times', { count: one.count })}</span>
        <span>{when.day(one.day)}</span>
      </p>
      <form method="post" action={`/desk/misunderstood/${one.id}`} class="inline">
        <Csrf page={page} />
        <Pick name="label" id={one.id} label={t('misunderstood.meant')} chosen={guess && `intents.${guess}`}>
          {[
            ...(guess ? [] : [['', t('misunderstood.choose')] as const]),
            ...exampleLabels.map((label) => [label, labelText(t, label)] as const),
          ]}
        </Pick>
        <Pick name="language" id={one.id} label={t('misunderstood.language')} chosen={one.language}>
          {textLanguages.map((code) => [code, t.has(`language.${code}`) ? t(`language.${code}`) : code])}
        </Pick>
        <button type="submit">
          {t('misunderstood.add')}
          <span class="sr"> : {one.words}</span>
        </button>
      </form>
      <form method="post" action={`/desk/misunderstood/${one.id}`}>
        <Csrf page={page} />
        <input type="hidden" name="label" value={putAside} />
        <input type="hidden" name="language" value={one.language} />
        <button type="submit" class="quiet">
          {t('misunderstood.put_aside')}
          <span class="sr"> : {one.words}</span>
        </button>
      </form>
    </li>
  );
}

/** What was asked: the question of a form, or else the part of the conversation. */
function questionLabel({ t }: PageContext, asked: string): string {
  const [dialog = '', question] = asked.split('.');
  const key = [`answer.${question}`, `conversation.name.${dialog}`].find((one) => t.has(one));
  return key ? t(key) : asked;
}

interface PickProps {
  readonly name: string;
  readonly id: number;
  readonly label: string;
  readonly chosen: string | null;
  readonly children: readonly (readonly [value: string, text: string])[];
}

function Pick({ name, id, label, chosen, children }: PickProps) {
  return (
    <label class="field">
      {label}
      <select name={name} id={`${name}-${id}`} required>
        {children.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Examples({
  page,
  made,
}: {
  readonly page: PageContext;
  readonly made: readonly KeptMisunderstanding[];
}) {
  const { t } = page;
  const languages = [...new Set(made.map(({ language }) => language))].sort();
  return (
    <section class="card">
      <h2>{t('misunderstood.examples')}</h2>
      {made.length === 0 && <p class="hint">{t('misunderstood.examples_none')}</p>}
      {languages.map((code) => (
        <p>
          <a class="button" href={`/desk/misunderstood/${code}/examples.json`} download>
            {t('misunderstood.download', {
              language: t.has(`language.${code}`) ? t(`language.${code}`) : code,
            })}
          </a>{' '}
          <span class="soft">{t('misunderstood.file_hint', { code })}</span>
        </p>
      ))}
      <ul class="queue">
        {made.map((one) => (
          <li class="card">
            <strong lang={one.language}>{one.words}</strong>
            <p class="row-facts">
              <span>{labelText(t, one.label ?? '')}</span>
              <span>{one.language}</span>
            </p>
            <Undo page={page} id={one.id} of={one.words} />
          </li>
        ))}
      </ul>
    </section>
  );
}
