import type { Context, Effect, Facts } from './dialog.ts';

/** The language the person reads, French until it is known. */
export function languageOf(facts: Facts) {
  return facts.textLanguage ?? 'fr';
}

/** The context as effects leave it, for whatever follows in the same turn. */
export function after(context: Context, effects: readonly Effect[]): Context {
  return { ...context, facts: factsAfter(context.facts, effects) };
}

/** The facts as effects leave them. */
export function factsAfter(facts: Facts, effects: readonly Effect[]): Facts {
  return effects.reduce(factsAfterOne, facts);
}

function factsAfterOne(known: Facts, effect: Effect): Facts {
  switch (effect.type) {
    case 'know':
      return { ...known, ...effect.facts };
    case 'lock':
      return { ...known, lock: effect.lock };
    case 'bot_speaks':
      return { ...known, holder: 'bot' };
    case 'opt_out':
      return { ...known, optedOut: effect.out };
    case 'erase':
      return { ...known, writing: null, keeping: null, case: null, spokenLanguage: null, lock: null };
    case 'open_case': {
      const { code, dueAt, danger } = effect.opening;
      return { ...known, case: { code, status: 'queued', dueAt, danger: danger ?? null } };
    }
    case 'patch_case': {
      const { danger = known.case?.danger ?? null, dueAt } = effect.patch;
      if (!known.case) return known;
      // the desk keeps the earlier of two due times
      const sooner = dueAt && dueAt < known.case.dueAt ? dueAt : known.case.dueAt;
      return { ...known, case: { ...known.case, danger, dueAt: sooner } };
    }
    default:
      return known;
  }
}
