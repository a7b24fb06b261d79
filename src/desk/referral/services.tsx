import type { NearbyService } from '../../directory/directory.ts';
import { needs as allNeeds, type Need } from '../../language/understanding.ts';
import type { CaseView } from '../case/view.ts';
import { searchDirectory } from '../directory/search.ts';
import { Filter, SearchField } from '../filter.tsx';
import { PlaceAndPhone } from '../labels.tsx';
import { Csrf, type Desk, Icon, Layout, type PageContext } from '../page.tsx';
import { reasonText } from './reasons.ts';

const most = 12;

/** Services for the needs of a case, best first, those included that only caseworkers may see. */
export function servicesFor({ desk, file, page }: CaseView, need: string): readonly NearbyService[] {
  const { place, region, spokenLanguage } = file.case;
  const wanted = allNeeds.filter((one) => (need ? one === need : file.case.needs.includes(one)));
  const where = place ?? region;
  return desk.directory.nearest({
    needs: need ? wanted : inOrder(file.case.needs, wanted),
    ...(where ? { place: where } : {}),
    ...(spokenLanguage && spokenLanguage !== 'other' ? { language: spokenLanguage as 'fr' } : {}),
    at: page.now,
    limit: most,
    forDesk: true,
  });
}

function inOrder(order: readonly string[], wanted: readonly Need[]): Need[] {
  return [...wanted].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** One service by the id that a referral keeps, seen from the case's place; null: it is no longer in the directory. */
export function serviceById({ desk, file, page }: CaseView, id: string | null): NearbyService | null {
  if (!id) return null;
  return desk.directory.service(id, page.now, file.case.place ?? file.case.region ?? undefined);
}

/** Services of the directory by what was typed, whatever their place; a caseworker may know the right one. */
function servicesNamed({ desk, file, page }: CaseView, text: string, need: string): readonly NearbyService[] {
  const from = file.case.place ?? file.case.region ?? undefined;
  return searchDirectory(desk.directory.snapshot(), { text, need, area: '', state: '' }, page.now)
    .slice(0, most)
    .flatMap(({ listing }) => desk.directory.service(listing.id, page.now, from) ?? []);
}

interface ChoiceProps {
  readonly view: CaseView;
  readonly need: string;
  /** What was typed to find a service by name; empty: the nearest for the needs are shown. */
  readonly text: string;
  /** Number of the referral that gets another service; null: a new referral. */
  readonly number: number | null;
}

/** The page on which a caseworker chooses where a person is referred to. */
export function ServiceChoice({ view, need, text, number }: ChoiceProps) {
  const { page, file } = view;
  const { t } = page;
  const found = text ? servicesNamed(view, text, need) : servicesFor(view, need);
  return (
    <Layout page={page} title={t('services.title', { code: file.case.code })}>
      <p class="back">
        <a href={`/desk/cases/${file.case.code}`}>← {t('case.title', { code: file.case.code })}</a>
      </p>
      <h1>{t('services.title', { code: file.case.code })}</h1>
      <Search view={view} need={need} text={text} />
      {found.length === 0 ? (
        <div class="empty">
          <p>
            <strong>{t(text ? 'directory.none' : 'services.none')}</strong>
          </p>
          <p>{t(text ? 'directory.none_do' : 'services.none_do')}</p>
        </div>
      ) : (
        <ol class="services">
          {found.map((service) => (
            <li class="card service">
              <ServiceFacts page={page} desk={view.desk} service={service} />
              <Choose view={view} service={service} number={number} />
            </li>
          ))}
        </ol>
      )}
      <Offers view={view} need={need} />
    </Layout>
  );
}

/** What is open now for the needs of a case, until its last day: told aloud, there is nobody to refer to. */
function Offers({ view: { desk, file, page }, need }: { readonly view: CaseView; readonly need: string }) {
  const { t, when } = page;
  const { place, region } = file.case;
  const offers = desk.directory.opportunities({
    needs: allNeeds.filter((one) => (need ? one === need : file.case.needs.includes(one))),
    place: desk.directory.place(place ?? region ?? ''),
    at: page.now,
  });
  if (offers.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('opportunities.title')}</h2>
      <ul class="plain">
        {offers.map((one) => (
          <li>
            <strong>{one.title}</strong> {t('opportunities.closes', { when: when.day(one.closesOn) })}
            <span class="origin">
              {[one.conditions, one.howToApply, one.phone].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By name, by need, or both: one form, so that searching by one keeps the other. */
function Search({ view: { page, file }, need, text }: Omit<ChoiceProps, 'number'>) {
  const { t } = page;
  const first = file.case.needs;
  const others = allNeeds.filter((one) => !first.includes(one));
  return (
    <form class="filters" method="get">
      <SearchField label={t('directory.search')} text={text} />
      <Filter
        name="need"
        label={t('services.need')}
        choices={[
          ['', t(text ? 'directory.any_need' : 'services.all_needs')],
          ...[...first, ...others].map((one) => [one, t(`need.${one}`)] as const),
        ]}
        chosen={need}
        go
      />
      <button type="submit">{t('services.search')}</button>
    </form>
  );
}

function Choose({
  view,
  service,
  number,
}: Omit<ChoiceProps, 'need' | 'text'> & { readonly service: NearbyService }) {
  const base = `/desk/cases/${view.file.case.code}/referrals`;
  return (
    <form method="post" action={number === null ? base : `${base}/${number}/service`}>
      <Csrf page={view.page} />
      <input type="hidden" name="service" value={service.id} />
      <button type="submit" class={service.standing === 'destination' ? 'main small' : 'small'}>
        {view.page.t('services.choose')}
        <span class="sr"> {service.shortName}</span>
      </button>
    </form>
  );
}

interface FactsProps {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly service: NearbyService;
}

/** What is known of a service, how sure it is, and why it stands at this place in the list. */
export function ServiceFacts({ page, service }: FactsProps) {
  const { t } = page;
  return (
    <div class="service-facts">
      <h2>
        {service.shortName} <Standing page={page} service={service} />
      </h2>
      {service.organization !== service.shortName && <p class="soft">{service.organization}</p>}
      <PlaceAndPhone
        page={page}
        place={[service.town, nearnessText(page, service)].filter(Boolean).join(' · ')}
        phone={service.phone && `${service.phone}${service.phoneFree ? ` (${t('services.free')})` : ''}`}
        hours={service.hours}
      />
      <p class="hint">{service.because.map((code) => reasonText(t, code)).join(' · ')}</p>
    </div>
  );
}

function nearnessText({ t }: PageContext, service: NearbyService): string {
  return service.distanceKm === null
    ? t(`nearness.${service.nearness}`)
    : t('because.distance', { count: Math.round(service.distanceKm) });
}

/** Verified, by whom and when; or that nobody has called yet. Never only a colour. */
export function Standing({ page, service }: Pick<FactsProps, 'page' | 'service'>) {
  const { t, when } = page;
  if (service.standing === 'desk_only')
    return (
      <span class="tag danger-soft">
        <Icon page={page} name="urgent" />
        {t('services.desk_only')}
      </span>
    );
  const date = service.assuredDate ?? service.sourceDate;
  return (
    <span class={service.caution ? 'tag warn' : 'tag fresh'}>
      <Icon page={page} name={service.caution ? 'urgent' : 'check'} />
      {t(service.caution ? `services.${service.caution}` : 'services.checked', {
        when: date ? when.day(date) : t('services.no_date'),
      })}
    </span>
  );
}
