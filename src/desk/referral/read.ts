import { agreementWith } from '../../handoff/agreement-store.ts';
import { draftReferral, type ReferralDraft } from '../../handoff/referral.ts';
import { type KeptReferral, referralsOf } from '../../handoff/referral-store.ts';
import { referralSubject } from '../../handoff/referral-subject.ts';
import type { CaseView } from '../case/view.ts';
import { serviceById } from './services.tsx';

/** A referral of a case with everything that is computed for it. */
export interface ReferralView {
  readonly view: CaseView;
  readonly kept: KeptReferral;
  readonly draft: ReferralDraft;
}

/** All referrals of a case, computed at this moment. */
export async function readReferrals(view: CaseView): Promise<readonly ReferralView[]> {
  const kept = await referralsOf(view.desk.db, view.file.key, view.file.case.id);
  return Promise.all(kept.map(async (one) => ({ view, kept: one, draft: await draftOf(view, one, kept) })));
}

/** One referral by its number; null: there is none. */
export async function readReferral(view: CaseView, number: number): Promise<ReferralView | null> {
  return (await readReferrals(view)).find((one) => one.kept.number === number) ?? null;
}

async function draftOf(
  view: CaseView,
  kept: KeptReferral,
  all: readonly KeptReferral[],
): Promise<ReferralDraft> {
  const { desk, file, staff, page } = view;
  const service = serviceById(view, kept.serviceAtLocationId);
  return draftReferral({
    subject: subjectOf(view),
    number: kept.number,
    version: kept.version,
    status: kept.status,
    edits: kept.edits,
    service,
    agreement: service ? await agreementWith(desk.db, service.organizationId) : null,
    from: {
      office: officeOf(view),
      caseworker: file.holder?.name ?? staff.name,
      childProtection: staff.childProtection,
    },
    others: all
      .filter((one) => one.id !== kept.id)
      .map((one) => ({ number: one.number, needs: one.edits.needs })),
    at: page.now,
  });
}

/** The case as referrals read it, with the name of its place. */
export function subjectOf({ desk, file }: CaseView) {
  const id = file.case.place ?? file.case.region;
  const place = id ? desk.directory.place(id) : null;
  return referralSubject(file, place && { name: place.name, pcode: place.pcode });
}

/** The office that refers: the controller, and the region where the caseworker has one of their own. */
function officeOf({ desk, staff }: CaseView): string {
  const [only, ...more] = staff.regions;
  const region = only && more.length === 0 ? desk.directory.place(only)?.name : null;
  return region ? `${desk.controllerName}, ${region}` : desk.controllerName;
}
