import type { Choice, ChoiceReading } from '../understanding.ts';
import { type Lexicon, soundOfPhrase } from './lexicon.ts';

/** A label of a choice as sounds, one per word. */
export interface Label {
  readonly id: string;
  readonly words: readonly string[];
  /** The label itself, not a synonym. */
  readonly own: boolean;
}

/** One choice is chosen, several are chosen or asked between. */
export function reading(ids: readonly string[], several: boolean): ChoiceReading {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return null;
  return several || unique.length === 1 ? { chosen: unique } : { between: unique };
}

/** Other words for each choice, by its id, from the locale files. */
export function synonymTable(lexicon: Lexicon): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const [, vocabulary] of lexicon.vocabularies('fr')) {
    for (const [id, phrases] of Object.entries(vocabulary.choices ?? {})) {
      table.set(id, [...(table.get(id) ?? []), ...phrases]);
    }
  }
  return table;
}

/** The same lists are asked again and again; there are only as many as the forms and dialogs have. */
export function remembered(
  known: Map<string, readonly Label[]>,
  choices: readonly Choice[],
  synonyms: ReadonlyMap<string, readonly string[]>,
): readonly Label[] {
  const key = JSON.stringify(choices);
  const labels = known.get(key) ?? labelsOf(choices, synonyms);
  if (known.size >= mostLists) known.clear();
  known.set(key, labels);
  return labels;
}

const mostLists = 300;
function labelsOf(choices: readonly Choice[], synonyms: ReadonlyMap<string, readonly string[]>): Label[] {
  return choices.flatMap((choice) => {
    const own = [choice.id.replaceAll('_', ' '), ...choice.labels];
    const all = [
      ...own.map((label) => ({ label, own: true })),
      ...own
        .flatMap((label) => (label.includes('/') ? label.split('/') : []))
        .map((label) => ({ label, own: true })),
      ...(synonyms.get(choice.id) ?? []).map((label) => ({ label, own: false })),
    ];
    return (
      all
        .map((one) => ({ id: choice.id, own: one.own, words: soundOfPhrase(one.label).split(' ') }))
        // a synonym of two letters would be heard in half of all sentences
        .filter((label) => label.words[0] !== '' && (label.own || label.words.join('').length > 2))
    );
  });
}
