import { needs } from '../../language/understanding.ts';
import { Filter, SearchField } from '../filter.tsx';
import { Needs, PlaceAndPhone } from '../labels.tsx';
import { type Desk, Icon, type PageContext } from '../page.tsx';
import type { Found, Wanted } from './search.ts';

const perPage = 40;
const states = ['', 'sure', 'due', 'gone'] as const;

interface ListProps {
  readonly page: PageContext;
  readonly found: readonly Found[];
  readonly wanted: Wanted;
  /** Counted from 1. */
  readonly at: number;
}

/** Search by typing, need, region and state; acts while typing where scripts run. */
export function Search({ page, desk, wanted }: { page: PageContext; desk: Desk; wanted: Wanted }) {
  const { t } = page;
  const regions = desk.directory.places().filter((place) => place.level === 'region');
  // Whoever comes from the map has chosen a département, which is not among the regions.
  const chosen = desk.directory.place(wanted.area);
  const areas = chosen && chosen.level !== 'region' ? [chosen, ...regions] : regions;
  return (
    <form
      class="filters directory"
      method="get"
      action="/desk/directory"
      hx-get="/desk/directory/list"
      hx-trigger="input delay:250ms, change"
      hx-target="#found"
      hx-swap="outerHTML"
    >
      <SearchField label={t('directory.search')} text={wanted.text} />
      <Filter
        name="need"
        label={t('services.need')}
        choices={[['', t('directory.any_need')], ...needs.map((need) => [need, t(`need.${need}`)] as const)]}
        chosen={wanted.need}
      />
      <Filter
        name="area"
        label={t('queue.region')}
        choices={[['', t('queue.all_regions')], ...areas.map(({ pcode, name }) => [pcode, name] as const)]}
        chosen={wanted.area}
      />
      <Filter
        name="state"
        label={t('directory.state')}
        choices={states.map((state) => [state, t(`directory.state_${state || 'all'}`)])}
        chosen={wanted.state}
      />
      <button type="submit" class="without-script">
        {t('queue.filter')}
      </button>
    </form>
  );
}

/** What was found, a page of it: the part that changes while typing. */
export function FoundList({ page, found, wanted, at }: ListProps) {
  const { t } = page;
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const here = Math.min(Math.max(1, at), pages);
  return (
    <div id="found">
      <p class="hint" role="status">
        {t('directory.count', { count: found.length })}
      </p>
      {found.length === 0 ? (
        <div class="empty">
          <p>
            <strong>{t('directory.none')}</strong>
          </p>
          <p>{t('directory.none_do')}</p>
        </div>
      ) : (
        <ol class="queue" start={(here - 1) * perPage + 1}>
          {found.slice((here - 1) * perPage, here * perPage).map((one) => (
            <Row page={page} one={one} />
          ))}
        </ol>
      )}
      {pages > 1 && <Pages page={page} wanted={wanted} here={here} pages={pages} />}
    </div>
  );
}

interface PagesProps extends Pick<ListProps, 'page' | 'wanted'> {
  readonly here: number;
  readonly pages: number;
}

/** To the page before and the next, with what is searched for and filtered by. */
function Pages({ page: { t }, wanted, here, pages }: PagesProps) {
  return (
    <nav class="actions after" aria-label={t('directory.pages')}>
      {here > 1 && (
        <a class="button" rel="prev" href={addressOf(wanted, here - 1)}>
          ← {t('directory.page_before')}
        </a>
      )}
      <span class="soft">{t('directory.page_of', { page: here, pages })}</span>
      {here < pages && (
        <a class="button" rel="next" href={addressOf(wanted, here + 1)}>
          {t('directory.page_next')} →
        </a>
      )}
    </nav>
  );
}

function addressOf({ text, need, area, state }: Wanted, page: number): string {
  const given = Object.entries({ q: text, need, area, state }).filter(([, value]) => value !== '');
  return `/desk/directory?${new URLSearchParams([...given, ['page', String(page)]])}`;
}

function Row({ page, one }: { page: PageContext; one: Found }) {
  const { t } = page;
  const { listing } = one;
  const { service, organization } = listing;
  return (
    <li class="row">
      <a class="row-link" href={`/desk/directory/${service.id}`}>
        <strong>{service.alternate_name ?? service.name}</strong>
        <State page={page} found={one} />
      </a>
      <p class="soft row-needs">{organization.name}</p>
      <div class="row-needs">
        <Needs page={page} needs={listing.needs} />
      </div>
      <PlaceAndPhone
        page={page}
        place={listing.location.town ?? listing.place?.name ?? t('directory.no_place')}
        phone={listing.shownPhone}
      />
    </li>
  );
}

/** Whether people may be sent there, whether it is time to check it, and whether its actor is silent. */
export function State({ page, found }: { page: PageContext; found: Found }) {
  const { t } = page;
  const { sure, due, listing } = found;
  return (
    <span class="row-marks">
      <span class={sure ? 'tag fresh' : 'tag danger-soft'}>
        <Icon page={page} name={sure ? 'check' : 'urgent'} />
        {t(sure ? 'directory.sure' : 'directory.not_sure')}
      </span>
      {due && (
        <span class="tag warn">
          <Icon page={page} name="clock" />
          {t('directory.due')}
        </span>
      )}
      {listing.silent && <span class="tag warn">{t('directory.silent')}</span>}
    </span>
  );
}
