import type { Paper } from '../../handoff/referral-paper.ts';
import { answerText } from '../case/facts.tsx';
import type { CaseView } from '../case/view.ts';
import { Layout } from '../page.tsx';

const copies = { named: ['referrer', 'person', 'receiver'], slip: ['person'] } as const;

/** How many sheets are printed of each kind of paper. */
export function copiesOf(paper: Paper): number {
  return copies[paper.kind].length;
}

/** The page to print: three copies of a named referral (referrer, person, receiver), one slip. */
export function PaperPage({ view, paper }: { readonly view: CaseView; readonly paper: Paper }) {
  const { page } = view;
  return (
    <Layout page={page} title={page.t('paper.title', { reference: paper.reference })} kind="paper">
      <p class="no-print actions">
        <button type="button" class="main" data-print>
          {page.t('paper.print')}
        </button>
        <a class="button" href={`/desk/cases/${view.file.case.code}`}>
          {page.t('case.title', { code: view.file.case.code })}
        </a>
      </p>
      {copies[paper.kind].map((copy) => (
        <Copy view={view} paper={paper} copy={copy} />
      ))}
    </Layout>
  );
}

function Copy({ view, paper, copy }: { view: CaseView; paper: Paper; copy: string }) {
  const { t, when, now } = view.page;
  const { service } = paper.to;
  return (
    <article class={`sheet-paper ${paper.kind}`}>
      <header>
        <h1>{t(`paper.${paper.kind}`)}</h1>
        <p>
          {t('paper.reference', { reference: paper.reference })} · {when.date(now)}
          {paper.kind === 'named' && ` · ${t(`paper.copy_${copy}`)}`}
        </p>
      </header>
      <dl class="facts">
        <Line label={t('sheet.from')}>{paper.from.office}</Line>
        <Line label={t('sheet.to')}>
          <strong>{service.shortName}</strong>
          <br />
          {[service.organization, service.town, service.address].filter(Boolean).join(' · ')}
          <br />
          {[service.phone, service.hours].filter(Boolean).join(' · ')}
        </Line>
        {paper.lines.map(({ field, value }) => (
          <Line label={t(`field.${field}`)}>{valueText(view, field, value)}</Line>
        ))}
        {paper.request && <Line label={t('sheet.asked')}>{paper.request}</Line>}
        {paper.bring && <Line label={t('edit.bring')}>{paper.bring}</Line>}
      </dl>
      <p class="say">{t('paper.say', { code: view.file.case.code })}</p>
      <p class="hint">{t('paper.no_money')}</p>
      {paper.kind === 'named' && <p class="signs">{t('paper.signs')}</p>}
    </article>
  );
}

function Line({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const answersBehind: Readonly<Record<string, string>> = {
  age_band: 'age',
  woman_or_man: 'woman_or_man',
  helped_by: 'helped_by',
  difficulty: 'difficulty',
};

/** A fact on paper in words. */
export function valueText(view: CaseView, field: string, value: unknown): string {
  const { t } = view.page;
  const question = answersBehind[field];
  if (value === null || value === undefined) return '';
  if (question) return answerText(view, question, value);
  if (field === 'language') return t(`language.${String(value)}`);
  if (field === 'need' || field === 'other_needs')
    return (value as string[]).map((need) => t(`need.${need}`)).join(', ');
  if (field === 'place') return (value as { name: string }).name;
  if (field === 'return')
    return (value as string[]).map((one) => answerText(view, 'returned_when', one)).join(', ');
  if (field === 'family') return familyText(view, value as Record<string, { value: unknown }>);
  return String(value);
}

function familyText(view: CaseView, family: Readonly<Record<string, { readonly value: unknown }>>): string {
  return Object.entries(family)
    .map(([name, answer]) => `${view.page.t(`answer.${name}`)} : ${answerText(view, name, answer.value)}`)
    .join(' · ');
}
