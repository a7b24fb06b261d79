import type { ComponentChildren } from 'preact';
import type { ActorCells, ActorColumn } from '../../directory/actor-columns.ts';
import { capacities } from '../../directory/actor-words.ts';
import type { ActorPatch } from '../../directory/edit-store.ts';
import { evidences, lineKinds, organizationKinds } from '../../directory/records.ts';
import type { Fault } from '../../fault.ts';
import { spokenLanguages } from '../../language/languages.ts';
import { needs } from '../../language/understanding.ts';
import { type Choices, Select, Several } from '../case/fields.tsx';
import type { Form } from '../form.ts';
import { Csrf, Layout, type PageContext } from '../page.tsx';
import { Faults } from './faults.tsx';

type Kind =
  | 'hidden'
  | 'line'
  | 'text'
  | 'yes_no'
  | readonly string[]
  | { readonly several: readonly string[] };

/** How each column of the table of actors is filled in; the compiler asks for a line for every new column. */
const kinds: Readonly<Record<ActorColumn, Kind>> = {
  id: 'hidden',
  completes: 'hidden',
  // A place is chosen by the name of its town.
  place: 'hidden',
  assured_date: 'hidden',
  assurer: 'hidden',
  organization: 'line',
  service: 'line',
  acronym: 'line',
  short_name: 'line',
  kind: organizationKinds,
  services: 'text',
  needs: { several: needs },
  phone: 'line',
  phone_free: 'yes_no',
  whatsapp: 'line',
  email: 'line',
  town: 'line',
  address: 'text',
  confidential: 'yes_no',
  latitude: 'line',
  longitude: 'line',
  coverage: 'line',
  areas: 'line',
  opening: 'line',
  hours: 'line',
  languages: { several: spokenLanguages.filter((code) => code !== 'other') },
  cost: 'line',
  documents: 'text',
  eligibility: 'text',
  minimum_age: 'line',
  maximum_age: 'line',
  how_to_refer: 'text',
  accepts_referrals: 'yes_no',
  capacity: capacities,
  line: { several: lineKinds },
  evidence: evidences,
  source_status: 'text',
  source_url: 'line',
  source_date: 'line',
  notes: 'text',
};
const columns = Object.keys(kinds) as ActorColumn[];
const shown = columns.filter((name) => kinds[name] !== 'hidden');

interface EditProps {
  readonly page: PageContext;
  /** Where the form goes: an entry, or a new one. */
  readonly action: string;
  readonly title: string;
  readonly cells: ActorPatch;
  readonly faults: readonly Fault[];
  /** What else can be done with it, below the form. */
  readonly children?: ComponentChildren;
}

/** The form of an entry, new or not, with what is wrong beside the title. */
export function EditPage({ page, action, title, cells, faults, children }: EditProps) {
  const { t } = page;
  return (
    <Layout page={page} title={title} kind="middle">
      <h1>{title}</h1>
      <Faults page={page} faults={faults} />
      <form method="post" action={action} class="card">
        <Csrf page={page} />
        {shown.map((name) => (
          <Cell page={page} name={name} value={cells[name] ?? ''} />
        ))}
        <button type="submit" class="main">
          {t('edit.save')}
        </button>
      </form>
      {children}
    </Layout>
  );
}

function Cell({ page: { t }, name, value }: { page: PageContext; name: ActorColumn; value: string }) {
  const kind = kinds[name];
  const label = t(`column.${name}`);
  const labelled = (codes: readonly string[]): Choices => codes.map((code) => [code, labelOf(t, name, code)]);
  if (kind === 'yes_no')
    return (
      <Select
        name={name}
        label={label}
        choices={labelled(['yes', 'no'])}
        chosen={value}
        blank={t('work.unknown')}
      />
    );
  if (typeof kind === 'object' && 'several' in kind)
    return <Several name={name} label={label} choices={labelled(kind.several)} chosen={value.split(';')} />;
  if (typeof kind === 'object')
    return (
      <Select name={name} label={label} choices={labelled(kind)} chosen={value} blank={t('work.unknown')} />
    );
  return (
    <p class="field">
      <label for={`f-${name}`}>{label}</label>
      {kind === 'text' ? (
        <textarea id={`f-${name}`} name={name} rows={2}>
          {value}
        </textarea>
      ) : (
        <input id={`f-${name}`} name={name} value={value} autocomplete="off" />
      )}
      {t.has(`column_hint.${name}`) && <small class="hint">{t(`column_hint.${name}`)}</small>}
    </p>
  );
}

function labelOf(t: PageContext['t'], name: ActorColumn, code: string): string {
  if (name === 'needs') return t(`need.${code}`);
  if (name === 'languages') return t(`language.${code}`);
  return t(`cell.${code}`);
}

/** The cells as they were posted. */
export function cellsIn(form: Form): ActorPatch {
  return Object.fromEntries(
    shown.map((name) => {
      const kind = kinds[name];
      const several = typeof kind === 'object' && 'several' in kind;
      return [name, several ? form.list(name).join(';') : form.text(name)];
    }),
  );
}

/** The cells of a form over those that were there. */
export function cellsOver(before: ActorCells | null, form: Form): ActorPatch {
  return { ...before, ...cellsIn(form) };
}
