import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { directoryCheck } from '../../db/schema/directory.ts';
import { isTextLanguage, type TextLanguage } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import { askForCheck, type CheckChannel } from './check-store.ts';
import { dialled } from './country.ts';
import { grouped, type Listing, listingsOf } from './listing.ts';
import { type PhoneRecord, whatsappType } from './records.ts';
import { readRecordsOf } from './records-store.ts';
import type { Snapshot } from './snapshot.ts';
import { recheckDays } from './standing.ts';
import { announce } from './store.ts';

/** Carries a few words to an actor, by SMS, WhatsApp or e-mail; never throws. */
export type TellActor = (
  to: {
    readonly phone?: string;
    /** A number on WhatsApp, where only approved words may begin. */
    readonly whatsapp?: string;
    readonly email?: string;
    readonly language?: TextLanguage;
  },
  say: Say,
) => Promise<{ readonly told: true } | { readonly told: false; readonly fault: string }>;

/** What asking actors needs from outside. */
export interface AskingDoor {
  readonly db: Database;
  /** Countries and places; the records asked about are read anew. */
  readonly snapshot: () => Snapshot;
  readonly tell: TellActor;
  /** Which ways of writing are configured. */
  readonly ways: ReadonlySet<Exclude<CheckChannel, 'phone'>>;
  readonly publicUrl: string;
  readonly serviceName: string;
}

const day = 86_400_000;
/** So long after a question without an answer its silence counts against the entry. */
const silentAfterDays = 14;
/** An organization with many entries is asked about one of them a week. */
const restDays = 7;
/** Whoever was silent twice is telephoned, not written to again. */
const mostAsked = 2;
const atOnce = 20;

/** Whom to ask, and how; without a way to write: somebody must telephone. */
type Contact =
  | { readonly channel: 'sms'; readonly phone: string }
  | { readonly channel: 'whatsapp'; readonly whatsapp: string }
  | { readonly channel: 'email'; readonly email: string }
  | { readonly channel: 'phone' };

/**
 * One sweep: entries that are due for checking ask their actor, and silence is written down. Only entries that
 * somebody of ours has checked once are asked by themselves: a number from an old public page may be anybody's by now.
 * Returns how many were asked.
 */
export async function askActors(door: AskingDoor, at: Date): Promise<number> {
  await noteSilence(door.db, at);
  const taken = await door.db.transaction(async (tx) => {
    const due = await dueForAsking(tx, at);
    return take(door, tx, due, at);
  });
  for (const one of taken) await write(door, one);
  return taken.length;
}

/** Asks the actor of one entry now, due or not; false: it cannot be written to, and a task to telephone is kept. */
export async function askActor(door: AskingDoor, serviceId: string, at: Date): Promise<boolean> {
  const [taken] = await door.db.transaction((tx) => take(door, tx, [{ id: serviceId, asked: 0 }], at));
  return taken !== undefined && write(door, taken);
}

type Due = {
  readonly id: string;
  /** How often its actor was asked since the entry was last checked. */
  readonly asked: number;
};

async function dueForAsking(tx: Connection, at: Date): Promise<readonly Due[]> {
  const checkedBefore = (days: number) => new Date(at.getTime() - days * day).toISOString().slice(0, 10);
  const since = sql`c.sent_at >= s.assured_date::timestamptz`;
  const rested = new Date(at.getTime() - restDays * day).toISOString();
  const answerable = new Date(at.getTime() - silentAfterDays * day).toISOString();
  const { rows } = await tx.execute<Due & { organization: string }>(sql`
    select s.id, s.organization_id as organization, (select count(*)::int from directory_check c
      where c.service_id = s.id and ${since}) as asked
    from services s join organizations o on o.id = s.organization_id
    where s.status = 'active' and s.assured_date is not null
      and s.assured_date <= case o.kind when 'state' then ${checkedBefore(recheckDays.state)}
        when 'international' then ${checkedBefore(recheckDays.international)}
        else ${checkedBefore(recheckDays['non-state'])} end
      and not exists (select 1 from directory_check c where c.service_id = s.id and ${since}
        and (c.channel = 'phone' or c.sent_at > ${answerable}::timestamptz))
      and not exists (select 1 from directory_check c join services t on t.id = c.service_id
        where t.organization_id = s.organization_id and c.channel <> 'phone'
          and c.sent_at > ${rested}::timestamptz)
    order by s.assured_date, s.id limit ${atOnce}
    for no key update of s skip locked`);
  return [...grouped(rows, ({ organization }) => organization).values()].map(([first]) => first!);
}

interface Taken {
  readonly id: string;
  readonly token: string;
  readonly contact: Exclude<Contact, { channel: 'phone' }>;
  readonly listing: Listing;
}

/** Writes the questions down before they leave, so that no replica asks twice. */
async function take(door: AskingDoor, tx: Connection, due: readonly Due[], at: Date): Promise<Taken[]> {
  const ids = due.map(({ id }) => id);
  const records = await readRecordsOf(tx, ids);
  const listings = new Map(
    listingsOf({ ...door.snapshot(), records }).map((listing) => [listing.service.id, listing]),
  );
  const taken: Taken[] = [];
  for (const { id: serviceId, asked } of due) {
    const listing = listings.get(serviceId);
    if (!listing) continue;
    const numbers = records.phones.filter((each) => each.service_id === serviceId);
    const contact =
      asked < mostAsked ? contactOf(listing, numbers, door.ways) : ({ channel: 'phone' } as const);
    const made = await askForCheck(tx, serviceId, contact.channel, at);
    if (contact.channel !== 'phone') taken.push({ ...made, contact, listing });
  }
  return taken;
}

/**
 * WhatsApp where the actor has named a number for it, then e-mail, which costs nobody anything; an SMS only to a number
 * that can receive one.
 */
function contactOf(listing: Listing, numbers: readonly PhoneRecord[], ways: AskingDoor['ways']): Contact {
  const { service, organization, country } = listing;
  const whole = (number: string) => `+${country.calling_code}${dialled(number, country)}`;
  const whatsapp = numbers.find(({ type }) => type === whatsappType);
  if (whatsapp && ways.has('whatsapp')) return { channel: 'whatsapp', whatsapp: whole(whatsapp.number) };
  const email = service.email ?? organization.email;
  if (email && ways.has('email')) return { channel: 'email', email };
  const mobile = country.mobile_pattern ? new RegExp(country.mobile_pattern) : null;
  const own = numbers.find(({ number }) => mobile?.test(dialled(number, country)));
  if (own && ways.has('sms')) return { channel: 'sms', phone: whole(own.number) };
  return { channel: 'phone' };
}

async function write({ db, tell, publicUrl, serviceName }: AskingDoor, one: Taken): Promise<boolean> {
  const { service, organization, country } = one.listing;
  // Offices write in the country's official language, which its pack names first.
  const language = country.languages.find(isTextLanguage) ?? 'fr';
  const name = service.alternate_name ?? organization.alternate_name ?? service.name;
  const outcome = await tell(
    { ...one.contact, language },
    {
      key: 'bot.check.ask',
      values: { service_name: serviceName, service: name.slice(0, 30), link: `${publicUrl}/e/${one.token}` },
    },
  );
  if (outcome.told) return true;
  // What cannot be written is a task for a human, like what has no address.
  const set = { channel: 'phone', fault: outcome.fault };
  await db.update(directoryCheck).set(set).where(eq(directoryCheck.id, one.id));
  return false;
}

/** Questions that nobody has answered for two weeks: from now on the silence shows. */
async function noteSilence(db: Database, at: Date): Promise<void> {
  const before = new Date(at.getTime() - silentAfterDays * day);
  const { answeredAt, silentAt, sentAt, channel } = directoryCheck;
  await db.transaction(async (tx) => {
    const silent = await tx
      .update(directoryCheck)
      .set({ silentAt: at })
      .where(
        and(
          isNull(answeredAt),
          isNull(silentAt),
          lt(sentAt, before),
          inArray(channel, ['sms', 'email', 'whatsapp']),
        ),
      )
      .returning({ serviceId: directoryCheck.serviceId });
    if (silent.length > 0) await announce(tx, [...new Set(silent.map(({ serviceId }) => serviceId))]);
  });
}
