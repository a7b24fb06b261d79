import limit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ActorColumn } from '../directory/actor-columns.ts';
import type { ActorPatch } from '../directory/edit-store.ts';
import { needs } from '../language/understanding.ts';
import type { PageText, PageTexts } from './page-texts.ts';
import { fieldsOf, PlainPage, plainPages, sendPlainPage } from './plain-page.tsx';

export interface ListingPageDeps {
  /** Keeps the request; nothing is listed before a coordinator has decided. */
  readonly ask: (cells: ActorPatch) => Promise<unknown>;
  /** Whether a number can be one of this country. */
  readonly isNumber: (number: string) => boolean;
  readonly texts: PageTexts;
  readonly serviceName: string;
}

const lines = [
  'organization',
  'services',
  'town',
  'address',
  'phone',
  'email',
  'hours',
  'cost',
  'documents',
  'eligibility',
  'how_to_refer',
] as const satisfies readonly ActorColumn[];
const required: ReadonlySet<ActorColumn> = new Set(['organization', 'services', 'town', 'phone']);

/** Nobody who fills this in sees the field; programs that fill in every field do. */
const trap = 'fax';
/** An office may list several services; more than this an hour from one connection is no actor. */
const mostAnHour = 10;

/** `/listing`: an actor asks to be in the directory. Open to all, without a sign-in and without a script. */
export async function listingPageRoutes(app: FastifyInstance, deps: ListingPageDeps): Promise<void> {
  plainPages(app);
  const pageFor = (request: FastifyRequest): Page => ({
    text: deps.texts(request),
    serviceName: deps.serviceName,
  });
  await app.register(limit, { global: false });
  app.get('/listing', (request, reply) =>
    sendPlainPage(reply, <Ask page={pageFor(request)} cells={{}} faults={[]} />),
  );
  const limited = { config: { rateLimit: { max: mostAnHour, timeWindow: '1 hour' } } };
  app.post('/listing', limited, async (request, reply) => {
    const fields = fieldsOf(request.body);
    const cells = cellsIn(fields);
    const faults = faultsIn(cells, deps);
    if (faults.length > 0)
      return sendPlainPage(reply, <Ask page={pageFor(request)} cells={cells} faults={faults} />, 422);
    if (!fields.get(trap)) await deps.ask(cells);
    return sendPlainPage(reply, <Thanks page={pageFor(request)} />);
  });
}

function cellsIn(fields: URLSearchParams): ActorPatch {
  const wanted = needs.filter((need) => fields.getAll('needs').includes(need));
  const typed = lines.map((name) => [name, (fields.get(name) ?? '').trim()] as const);
  return { ...Object.fromEntries(typed), needs: wanted.join(';') };
}

function faultsIn(cells: ActorPatch, { isNumber }: ListingPageDeps): readonly ActorColumn[] {
  const empty = lines.filter((name) => required.has(name) && !cells[name]);
  const wrongNumber = cells.phone && !cells.phone.split(/[;/]/).every((number) => isNumber(number.trim()));
  return wrongNumber ? [...empty, 'phone'] : empty;
}

/** What a page says, and in whose name. */
interface Page {
  readonly text: PageText;
  readonly serviceName: string;
}

interface AskProps {
  readonly page: Page;
  readonly cells: ActorPatch;
  readonly faults: readonly ActorColumn[];
}

function Ask({ page: { text, serviceName }, cells, faults }: AskProps) {
  const wanted = cells.needs?.split(';') ?? [];
  return (
    <PlainPage text={text} title={text('listing.title')}>
      <p>{text('listing.why', { service_name: serviceName })}</p>
      {faults.length > 0 && (
        <p role="alert" class="fault">
          {text('listing.faults')} {faults.map((name) => text(`column.${name}`)).join(', ')}
        </p>
      )}
      <form method="post">
        {lines.map((name) => (
          <p>
            <label for={name}>
              {text(`column.${name}`)}
              {required.has(name) && ' *'}
            </label>
            <input
              id={name}
              name={name}
              type="text"
              maxLength={500}
              value={cells[name]}
              required={required.has(name)}
            />
          </p>
        ))}
        <fieldset>
          <legend>{text('column.needs')}</legend>
          {needs.map((need) => (
            <label>
              <input type="checkbox" name="needs" value={need} checked={wanted.includes(need)} />{' '}
              {text(`need.${need}`)}
            </label>
          ))}
        </fieldset>
        <p class="trap" aria-hidden="true">
          <label for={trap}>{trap}</label>
          <input id={trap} name={trap} type="text" tabIndex={-1} autocomplete="off" />
        </p>
        <p>
          <button type="submit">{text('listing.send')}</button>
        </p>
      </form>
      <p>{text('listing.after')}</p>
    </PlainPage>
  );
}

function Thanks({ page: { text, serviceName } }: Pick<AskProps, 'page'>) {
  return (
    <PlainPage text={text} title={text('listing.title')}>
      <p role="status">{text('listing.thanks', { service_name: serviceName })}</p>
    </PlainPage>
  );
}
