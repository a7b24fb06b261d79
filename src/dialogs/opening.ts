import type { CaseOpening, CaseReason } from '../handoff/case.ts';
import type { Danger, Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { valuesOf } from '../questionnaire/progress.ts';
import type { Context, DialogState } from './dialog.ts';
import { needsShown } from './learnt_needs.ts';

/** Which needs each answer of `needs_now` opens (DESIGN section 4). */
const opens: Readonly<Record<string, readonly Need[]>> = {
  job: ['job'],
  training: ['training'],
  project: ['business'],
  health: ['health'],
  papers: ['documents'],
  shelter_food: ['housing', 'food_water'],
  morale: ['psychosocial'],
  rights: ['legal_justice'],
  promised_help: ['other'],
  other: ['other'],
};

/** The needs a person stated, the most important first, then those that their other answers show. */
export function needsOf(answers: Progress): readonly Need[] {
  const needs = valuesOf(answers.needs_now?.value).flatMap((answer) => opens[answer] ?? []);
  return [...new Set([...needs, ...needsShown(answers)])];
}

/** The needs behind one answer. */
export function needsOpenedBy(answer: string): readonly Need[] {
  return opens[answer] ?? [];
}

/** The needs that a "services near me" looks for, the most important first. */
export function needsIn({ needs }: DialogState): readonly Need[] {
  return (needs ?? []) as readonly Need[];
}

/** Whose cases only named staff may see, whatever else they are about. */
const restrictedDangers = new Set<Danger>(['violence', 'trafficking', 'minor_alone', 'self_harm']);

export interface OpeningOptions {
  readonly reason: CaseReason;
  readonly danger?: Danger;
  readonly because?: string;
  readonly contact?: CaseOpening['contact'];
  readonly ownWords?: string;
  readonly minor?: boolean;
  readonly priority?: CaseOpening['priority'];
}

/** What a conversation knows when it asks for a human, from the answers so far. */
export function openingOf(context: Context, answers: Progress, options: OpeningOptions): CaseOpening {
  const { reason, danger, because, contact, ownWords } = options;
  const minor = options.minor ?? context.facts.keeping === 'minor';
  const priority = options.priority ?? (danger ? 'emergency' : minor ? 'urgent' : 'normal');
  const spoken = context.facts.spokenLanguage;
  return {
    code: context.newCode(),
    priority,
    reason,
    minor,
    restricted: minor || (danger !== undefined && restrictedDangers.has(danger)) || reason === 'complaint',
    needs: minor ? [] : needsOf(answers),
    dueAt: context.duty.dueAt(priority),
    words: { ...(because ? { because } : {}), ...(ownWords ? { ownWords: [ownWords] } : {}) },
    ...(danger ? { danger } : {}),
    ...(contact ? { contact } : {}),
    ...(spoken ? { spokenLanguage: spoken } : {}),
    ...placeOf(context, answers),
  };
}

function placeOf({ directory }: Context, answers: Progress): Pick<CaseOpening, 'place' | 'region'> {
  const id = answers.place?.value ?? answers.town?.value;
  const place = typeof id === 'string' ? directory.place(id) : null;
  return place ? { place: place.id, region: place.regionPcode } : {};
}
