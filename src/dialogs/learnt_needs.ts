import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { valuesOf } from '../questionnaire/progress.ts';

/** Which answers of the full form show a need, beside those that were stated. */
const shown: Readonly<Record<string, Readonly<Record<string, Need>>>> = {
  which_paper: {
    identity_card: 'documents',
    birth_certificate: 'documents',
    judgment: 'documents',
    other: 'documents',
  },
  care: { cannot_reach: 'health' },
  pregnant_or_infant: { pregnant: 'health', infant: 'health', both: 'health' },
  sleep: { unsure: 'housing', none: 'housing' },
  meals: { not_always: 'food_water', no: 'food_water' },
  school_children: { not_all: 'education_children', none: 'education_children' },
  difficulty: {
    seeing: 'disability',
    hearing: 'disability',
    walking: 'disability',
    remembering: 'disability',
  },
  debt: { heavy: 'debt_finance', threatened: 'debt_finance' },
  talk_to_somebody: { yes: 'psychosocial' },
  someone_to_rely_on: { no: 'family' },
};

/** The needs behind the answers of the full form, in the order of that list. */
export function needsShown(answers: Progress): readonly Need[] {
  return Object.entries(shown).flatMap(([question, needs]) =>
    valuesOf(answers[question]?.value).flatMap((value) => needs[value] ?? []),
  );
}
