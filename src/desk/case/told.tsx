import { type ToldNews, toldNews } from '../../handoff/told-store.ts';
import { placeName } from '../labels.tsx';
import { Csrf, type PageContext } from '../page.tsx';
import type { CaseView } from './view.ts';

/** A new number or town, or digits forgotten: what it is worth, and what to do about it. */
export function Told({ view }: { readonly view: CaseView }) {
  const open = toldNews(view.file.events).filter(({ taken }) => taken === null);
  if (open.length === 0 || view.file.case.status === 'closed') return null;
  return (
    <>
      {open.map((news) => (
        <div class="notice note">
          <p>{toldText(view, news)}</p>
          <div class="actions">
            {!('digits' in news.about) && <Check view={view} news={news} take />}
            <Check view={view} news={news} />
          </div>
        </div>
      ))}
    </>
  );
}

function toldText({ page: { t, when }, desk }: CaseView, { about, at }: ToldNews): string {
  if ('digits' in about) return t('told.digits', { when: when.moment(at) });
  if ('number' in about) return t('told.number', { when: when.moment(at) });
  return t('told.place', {
    place: placeName(desk.directory, about.place, null) ?? '',
    when: when.moment(at),
  });
}

function Check(props: { readonly view: CaseView; readonly news: ToldNews; readonly take?: true }) {
  const { view, news, take } = props;
  const [about] = Object.keys(news.about);
  return (
    <form method="post" action={`/desk/cases/${view.file.case.code}/told`}>
      <Csrf page={view.page} />
      <input type="hidden" name="event" value={String(news.eventId)} />
      <input type="hidden" name="take" value={take ? 'yes' : 'no'} />
      <button type="submit" class="small">
        {view.page.t(`told.${about}_${take ? 'take' : 'leave'}`)}
      </button>
    </form>
  );
}

/** Numbers that the person told of, in their words, below those that they write from. */
export function ToldNumbers({
  page: { t, when },
  news,
}: {
  readonly page: PageContext;
  readonly news: readonly ToldNews[];
}) {
  return (
    <ul class="plain">
      {news.flatMap(({ about, at, taken }) =>
        'number' in about && taken !== false ? (
          <li>
            <q>{about.number}</q>{' '}
            <span class="origin">
              {t(taken ? 'told.checked' : 'told.unchecked', { when: when.moment(at) })}
            </span>
          </li>
        ) : (
          []
        ),
      )}
    </ul>
  );
}
