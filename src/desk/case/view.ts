import { type Appointment, comingAppointments } from '../../handoff/appointment-store.ts';
import { concernedBy } from '../../handoff/complaint-store.ts';
import { type CaseFile, caseByCode, caseFile } from '../../handoff/file-store.ts';
import { type Untold, untoldAmong } from '../../handoff/untold-store.ts';
import { type TranscriptEntry, transcript } from '../../messages/transcript-store.ts';
import { accessesTo } from '../access-store.ts';
import type { Form } from '../form.ts';
import type { Desk, PageContext } from '../page.tsx';
import { may } from '../roles.ts';
import { allStaff, type StaffMember } from '../staff-store.ts';

/** Everything that the parts of a case's page show. */
export interface CaseView {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly staff: StaffMember;
  readonly file: CaseFile;
  /** Who can be named on a restricted case; empty on others. */
  readonly colleagues: readonly StaffMember[];
  /** Whom a complaint may be about: they hold or held another case of the person. */
  readonly concerned: Awaited<ReturnType<typeof concernedBy>>;
  /** Who looked at it; supervisors alone see that. */
  readonly accesses: Awaited<ReturnType<typeof accessesTo>>;
  readonly appointments: readonly Appointment[];
  readonly talk: readonly TranscriptEntry[];
  /** The conversation from its beginning; otherwise its newest part. */
  readonly wholeTalk: boolean;
  /** The viewer holds the case, and so may write to the person. */
  readonly mine: boolean;
  /** Why no reply can be written now; null: it can. */
  readonly noReply: NoReply | null;
  readonly window: Window | null;
  /** Why nobody has heard of the alert of this case; null: somebody has, or there is none. */
  readonly untold: Untold | null;
  /** What was typed into one part of the work and could not be kept: it stands there again. */
  readonly typed?: { readonly part: string; readonly form: Form };
}

/** `opted_out_call`: nothing may be written any more, but a call was asked for. */
export type NoReply = 'closed' | 'no_chat' | 'opted_out' | 'opted_out_call' | 'erased' | 'not_mine';

/** What was just typed into this part, and could not be kept. */
export function typedIn({ typed }: CaseView, part: string): Form | null {
  return typed?.part === part ? typed.form : null;
}

/** WhatsApp's 24 hours from the person's last message; null on other channels, which have none. */
export interface Window {
  readonly closesAt: Date;
  readonly open: boolean;
}

const windowMs = 24 * 3_600_000;

/** Reads a case for its page, and writes into the access log that it was seen; null: not there, or not theirs to see. */
export async function readCase(
  desk: Desk,
  page: PageContext,
  staff: StaffMember,
  { code, wholeTalk }: { readonly code: string; readonly wholeTalk: boolean },
): Promise<CaseView | null> {
  const id = await caseByCode(desk.db, code, staff);
  const file = id && (await caseFile(desk.db, desk.keys, id, staff, page.now));
  if (!file) return null;
  const { conversationId } = file.case;
  const ofComplaint = file.case.reason === 'complaint';
  const talk =
    conversationId === null ? [] : await transcript(desk.db, conversationId, file.key, ofComplaint);
  const concerned = ofComplaint ? await concernedBy(desk.db, id) : [];
  const colleagues = file.case.restricted ? await caseworkers(desk, concerned) : [];
  const accesses = staff.role === 'supervisor' ? await accessesTo(desk.db, id) : [];
  const appointments = await comingAppointments(desk.db, id, page.now);
  const mine = file.holder?.id === staff.id && file.case.status === 'claimed';
  return {
    page,
    desk,
    staff,
    file,
    colleagues,
    concerned,
    accesses,
    appointments,
    wholeTalk,
    talk,
    mine,
    noReply: noReply(file, mine),
    window: windowOf(file, page.now),
    untold: (await untoldAmong(desk.db, [id])).get(id) ?? null,
  };
}

function noReply(file: CaseFile, mine: boolean): NoReply | null {
  if (file.case.status === 'closed') return 'closed';
  if (file.person.erased) return 'erased';
  if (file.case.conversationId === null || file.addresses.length === 0) return 'no_chat';
  if (currentAddress(file)?.optedOut)
    return file.case.contact === 'call' && file.person.keeping !== 'refused' ? 'opted_out_call' : 'opted_out';
  return mine ? null : 'not_mine';
}

/** Where the person wrote from last, and so where a reply goes. */
export function currentAddress(file: CaseFile): CaseFile['addresses'][number] | undefined {
  return file.addresses[0];
}

function windowOf(file: CaseFile, now: Date): Window | null {
  const address = currentAddress(file);
  if (address?.channel !== 'whatsapp') return null;
  const closesAt = new Date((address.lastInboundAt?.getTime() ?? 0) + windowMs);
  return { closesAt, open: closesAt > now };
}

async function caseworkers(desk: Desk, but: CaseView['concerned']): Promise<StaffMember[]> {
  const people = await allStaff(desk.db);
  const barred = new Set(but.map(({ id }) => id));
  return people.filter((one) => !one.disabled && may(one.role, 'cases') && !barred.has(one.id));
}
