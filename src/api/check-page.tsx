import type { FastifyInstance } from 'fastify';
import type { CheckAnswer, CheckPage } from '../directory/check-store.ts';
import { checkAnswers } from '../directory/check-store.ts';
import type { PageText, PageTexts } from './page-texts.ts';
import { fieldsOf, PlainPage, plainPages, sendPlainPage } from './plain-page.tsx';

export interface CheckPageDeps {
  /** The question behind a link; null: the link leads nowhere. */
  readonly find: (token: string) => Promise<CheckPage | null>;
  /** Keeps an answer; only the first counts. */
  readonly answer: (token: string, answer: CheckAnswer, words: string) => Promise<boolean>;
  readonly texts: PageTexts;
  readonly serviceName: string;
}

type LinkRequest = { Params: { token: string } };

/**
 * `/e/:token`: an actor says whether its entry is still right. Opening the link changes nothing, because previews and
 * scanners open links too; the token is the only secret, so no other site can answer in an actor's name.
 */
export async function checkPageRoutes(app: FastifyInstance, deps: CheckPageDeps): Promise<void> {
  plainPages(app);
  app.get<LinkRequest>('/e/:token', async (request, reply) => {
    const found = await deps.find(request.params.token);
    return sendPlainPage(
      reply,
      <Check deps={deps} text={deps.texts(request)} found={found} />,
      found ? 200 : 404,
    );
  });
  app.post<LinkRequest>('/e/:token', async (request, reply) => {
    const fields = fieldsOf(request.body);
    const answer = checkAnswers.find((each) => each === fields.get('answer'));
    if (!answer) {
      const found = await deps.find(request.params.token);
      return sendPlainPage(
        reply,
        <Check deps={deps} text={deps.texts(request)} found={found} unanswered />,
        found ? 422 : 404,
      );
    }
    await deps.answer(request.params.token, answer, (fields.get('words') ?? '').trim());
    const { language } = deps.texts(request);
    return reply.redirect(`/e/${encodeURIComponent(request.params.token)}?lang=${language}`, 303);
  });
}

interface CheckProps {
  readonly deps: Pick<CheckPageDeps, 'serviceName'>;
  readonly text: PageText;
  readonly found: CheckPage | null;
  /** The form came back without an answer. */
  readonly unanswered?: boolean;
}

function Check({ deps: { serviceName }, text, found, unanswered = false }: CheckProps) {
  if (!found)
    return (
      <PlainPage text={text} title={serviceName}>
        {text('check.unknown')}
      </PlainPage>
    );
  if (found.state !== 'open')
    return (
      <PlainPage text={text} title={found.name}>
        <p role="status">{text(`check.${found.state === 'expired' ? 'expired' : found.answer}`)}</p>
        <p>{text('check.thanks', { service_name: serviceName })}</p>
      </PlainPage>
    );
  return (
    <PlainPage text={text} title={found.name}>
      <p>{text('check.why', { service_name: serviceName })}</p>
      <dl>
        {found.facts.map(([name, value]) => (
          <>
            <dt>{text(`column.${name}`)}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {unanswered && (
        <p role="alert" class="fault">
          {text('check.choose')}
        </p>
      )}
      <Questions text={text} />
    </PlainPage>
  );
}

function Questions({ text }: Pick<CheckProps, 'text'>) {
  return (
    <form method="post">
      <fieldset>
        <legend>{text('check.ask')}</legend>
        {checkAnswers.map((answer) => (
          <label>
            <input type="radio" name="answer" value={answer} required /> {text(`check.is_${answer}`)}
          </label>
        ))}
      </fieldset>
      <label for="words">{text('check.words')}</label>
      <textarea id="words" name="words" rows={3} maxLength={2000} />
      <p>
        <button type="submit">{text('check.send')}</button>
      </p>
    </form>
  );
}
