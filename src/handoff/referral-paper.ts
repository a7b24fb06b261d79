import type { Receiver, ReferralDraft } from './referral.ts';
import type { Blocker, Passing, ReferralField } from './referral-passing.ts';

/** `named` goes to the receiver and tells who comes; `slip` is carried by the person and names nobody. */
export type PaperKind = 'named' | 'slip';

/** What stands on the paper, or leaves by telephone: only what may leave. */
export interface Paper {
  readonly kind: PaperKind;
  readonly reference: string;
  readonly from: ReferralDraft['from'];
  readonly to: Receiver;
  readonly lines: readonly { readonly field: ReferralField; readonly value: unknown }[];
  readonly request: string;
  readonly bring: string;
}

/** What stands in the way of this kind of paper; empty: it may leave. */
export function paperBlockers(draft: ReferralDraft, kind: PaperKind): readonly Blocker[] {
  return draft.blockers.filter(({ blocks }) => kind === 'named' || blocks === 'everything');
}

/** A slip is read by whoever finds it: beside the code it says the need, and that only to whom the person agreed. */
const onSlip: readonly ReferralField[] = ['code', 'need'];

/** What leaves on each kind of paper, and by telephone as on the named one: what the desk shows is what is printed. */
export function leavingOn({ passing }: ReferralDraft, kind: PaperKind): readonly ReferralField[] {
  const agreed: readonly Passing[] = kind === 'named' ? ['yes'] : ['yes', 'not_in_agreement'];
  return passing.lines
    .filter((line) => agreed.includes(line.passing) && (kind === 'named' || onSlip.includes(line.field)))
    .map(({ field }) => field);
}

/** The paper of a draft; null while something is in the way. `phone` is opened only for this. */
export function paperOf(draft: ReferralDraft, kind: PaperKind, phone: string | null): Paper | null {
  if (!draft.to || paperBlockers(draft, kind).length > 0) return null;
  const { reference, from, to, bring, asked } = draft;
  return {
    kind,
    reference,
    from,
    to,
    lines: leavingOn(draft, kind).map((field) => ({ field, value: fieldValue(draft, field, phone) })),
    // Free words could tell what the person did not want told: they stay off the slip, which anybody may read.
    request: kind === 'slip' ? '' : asked.request,
    bring,
  };
}

function fieldValue(draft: ReferralDraft, field: ReferralField, phone: string | null): unknown {
  const { person, asked } = draft;
  const values: Readonly<Record<ReferralField, unknown>> = {
    code: person.code,
    name: person.name.value,
    age_band: person.ageBand.value,
    woman_or_man: person.womanOrMan.value,
    language: person.speaks.value,
    need: asked.needs,
    place: draft.lives.value,
    phone,
    own_words: draft.words.value,
    other_needs: asked.elsewhere.map(({ need }) => need),
    return: [draft.returnedWhen.value, draft.returnedFrom.value].filter((part) => part !== null),
    helped_by: draft.helpedBy.value,
    family: draft.family,
    difficulty: draft.difficulty.value,
  };
  return values[field];
}
