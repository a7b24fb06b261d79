import type { FastifyInstance } from 'fastify';
import type { CheckAnswer, CheckPage } from '../directory/check-store.ts';
import { checkAnswers } from '../directory/check-store.ts';
import { fieldsOf, PlainPage, plainPages, sendPlainPage } from './plain-page.tsx';

export interface CheckPageDeps {
  /** The question behind a link; null: the link leads nowhere. */
  readonly find: (token: string) => Promise<CheckPage | null>;
  /** Keeps an answer; only the first counts. */
  readonly answer: (token: string, answer: CheckAnswer, words: string) => Promise<boolean>;
  /** The desk's words by key, with values for `{{name}}`. */
  readonly text: (key: string, values?: Readonly<Record<string, string>>) => string;
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
    return sendPlainPage(reply, <Check deps={deps} found={found} />, found ? 200 : 404);
  });
  app.post<LinkRequest>('/e/:token', async (request, reply) => {
    const fields = fieldsOf(request.body);
    const answer = checkAnswers.find((each) => each === fields.get('answer'));
    if (!answer) {
      const found = await deps.find(request.params.token);
      return sendPlainPage(reply, <Check deps={deps} found={found} unanswered />, found ? 422 : 404);
    }
    await deps.answer(request.params.token, answer, (fields.get('words') ?? '').trim());
    return reply.redirect(`/e/${encodeURIComponent(request.params.token)}`, 303);
  });
}

interface CheckProps {
  readonly deps: CheckPageDeps;
  readonly found: CheckPage | null;
  /** The form came back without an answer. */
  readonly unanswered?: boolean;
}

function Check({ deps, found, unanswered = false }: CheckProps) {
  const { text, serviceName } = deps;
  if (!found) return <PlainPage title={serviceName}>{text('check_page.unknown')}</PlainPage>;
  if (found.state !== 'open')
    return (
      <PlainPage title={found.name}>
        <p role="status">{text(`check_page.${found.state === 'expired' ? 'expired' : found.answer}`)}</p>
        <p>{text('check_page.thanks', { service_name: serviceName })}</p>
      </PlainPage>
    );
  return (
    <PlainPage title={found.name}>
      <p>{text('check_page.why', { service_name: serviceName })}</p>
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
          {text('check_page.choose')}
        </p>
      )}
      <Questions text={text} />
    </PlainPage>
  );
}

function Questions({ text }: Pick<CheckPageDeps, 'text'>) {
  return (
    <form method="post">
      <fieldset>
        <legend>{text('check_page.ask')}</legend>
        {checkAnswers.map((answer) => (
          <label>
            <input type="radio" name="answer" value={answer} required /> {text(`check_page.is_${answer}`)}
          </label>
        ))}
      </fieldset>
      <label for="words">{text('check_page.words')}</label>
      <textarea id="words" name="words" rows={3} maxLength={2000} />
      <p>
        <button type="submit">{text('check_page.send')}</button>
      </p>
    </form>
  );
}
