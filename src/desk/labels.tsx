import type { Directory } from '../directory/directory.ts';
import { Icon, type PageContext } from './page.tsx';

/** The needs as pictures with words, in the person's order; at most `most`, then how many more. */
export function Needs({
  page,
  needs,
  most = 4,
}: {
  readonly page: PageContext;
  readonly needs: readonly string[];
  readonly most?: number;
}) {
  const { t } = page;
  if (needs.length === 0) return <span class="needs none">{t('case.no_needs')}</span>;
  return (
    <ul class="needs" aria-label={t('case.needs')}>
      {needs.slice(0, most).map((need) => (
        <li class="need">
          <Icon page={page} name={need} />
          {t(`need.${need}`)}
        </li>
      ))}
      {needs.length > most && <li class="need more">+{needs.length - most}</li>}
    </ul>
  );
}

/** What sets a case apart: danger, urgency, restriction, a child. Always a picture and a word. */
export function Marks({
  page,
  of,
}: {
  readonly page: PageContext;
  readonly of: {
    readonly danger: string | null;
    readonly priority: string;
    readonly restricted: boolean;
    readonly minor: boolean;
  };
}) {
  const { t } = page;
  const first = of.danger
    ? { look: 'danger', icon: 'danger', words: t(`danger.${of.danger}`) }
    : of.priority === 'normal'
      ? null
      : {
          look: of.priority === 'emergency' ? 'danger' : 'warn',
          icon: 'urgent',
          words: t(`priority.${of.priority}`),
        };
  return (
    <>
      {first && <Mark page={page} {...first} />}
      {of.minor && <Mark page={page} look="warn" icon="person" words={t('case.minor')} />}
      {of.restricted && <Mark page={page} look="lock" icon="lock" words={t('case.restricted')} />}
    </>
  );
}

function Mark(props: { page: PageContext; look: string; icon: string; words: string }) {
  return (
    <span class={`tag ${props.look}`}>
      <Icon page={props.page} name={props.icon} />
      {props.words}
    </span>
  );
}

/** How to reach somebody: call, message or voice note, with the spoken language and the hour they asked for. */
export function reachOf(
  page: PageContext,
  row: { readonly contact: string | null; readonly spokenLanguage: string | null; readonly reason: string },
): { readonly icon: string; readonly words: string } {
  const { t } = page;
  const contact = row.contact ?? (row.reason === 'walk_in' ? 'visit' : 'message');
  const icon = { call: 'phone', voice: 'voice', visit: 'person' }[contact] ?? 'message';
  const language = row.spokenLanguage ? t(`in_language.${row.spokenLanguage}`) : '';
  return { icon, words: [t(`contact.${contact}`), language].filter(Boolean).join(' ') };
}

/** The name of a place, or of its region when the place itself is not known. */
export function placeName(directory: Directory, place: string | null, region: string | null): string | null {
  const id = place ?? region;
  return id ? (directory.place(id)?.name ?? id) : null;
}

interface PlaceAndPhoneProps {
  readonly page: PageContext;
  readonly place: string;
  readonly phone: string | null;
  readonly hours?: string | null;
}

/** Where a service is, how it is reached and when it is open, in one line. */
export function PlaceAndPhone({ page, place, phone, hours }: PlaceAndPhoneProps) {
  return (
    <p class="row-facts">
      <span>
        <Icon page={page} name="place" />
        {place}
      </span>
      <span>
        <Icon page={page} name="phone" />
        {phone ?? page.t('services.no_phone')}
      </span>
      {hours && (
        <span>
          <Icon page={page} name="clock" />
          {hours}
        </span>
      )}
    </p>
  );
}
