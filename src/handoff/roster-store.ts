import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { roster, staff } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import type { RosterEntry } from './duty.ts';
import { parseOpeningHours } from './opening-hours.ts';

/** What the roster needs: the database and the service's keys, which seal phones and e-mails. */
export interface RosterDoor {
  readonly db: Database;
  readonly keys: Keys;
}

/** Somebody to put on the roster. */
export interface NewOnRoster {
  readonly name: string;
  /** With the country code: +221… */
  readonly phone?: string;
  readonly email?: string;
  readonly hours: string;
}

/** Somebody on the roster, with the ways to reach them opened. */
export interface OnRoster extends RosterEntry {
  readonly hoursText: string;
  readonly phone: string | null;
  readonly email: string | null;
}

/** Puts somebody on the roster, after those already there; or says everything that is wrong. */
export async function addToRoster(
  { db, keys }: RosterDoor,
  entry: NewOnRoster,
  at: Date,
): Promise<{ readonly id: number } | { readonly faults: readonly string[] }> {
  const name = entry.name.trim();
  const phone = entry.phone === undefined ? null : readPhone(entry.phone);
  const email = entry.email?.trim().toLowerCase() ?? null;
  const faults = faultsOf(entry, name, email);
  if (faults.length > 0) return { faults };
  const [row] = await db
    .insert(roster)
    .values({
      name,
      hours: entry.hours.trim(),
      sealedPhone: phone ? keys.seal(Buffer.from(phone)) : null,
      sealedEmail: email ? keys.seal(Buffer.from(email)) : null,
      userId: email
        ? sql`(select id from ${staff} where lower(email) = ${email} and disabled_at is null)`
        : null,
      createdAt: at,
    })
    .returning({ id: roster.id });
  return { id: row!.id };
}

function faultsOf(entry: NewOnRoster, name: string, email: string | null): string[] {
  const faults: string[] = [];
  if (name === '') faults.push('the name is empty');
  if (entry.phone === undefined && email === null) faults.push('a phone or an e-mail address is needed');
  if (entry.phone !== undefined && readPhone(entry.phone) === null)
    faults.push(`"${entry.phone}" is no phone number with its country code, beginning with +`);
  if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    faults.push(`"${entry.email}" is no e-mail address`);
  const reading = parseOpeningHours(entry.hours);
  return 'faults' in reading ? [...faults, ...reading.faults] : faults;
}

function readPhone(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/** Takes somebody off the roster; false: nobody with this number is on it. */
export async function removeFromRoster(db: Database, id: number, at: Date): Promise<boolean> {
  const removed = await db
    .update(roster)
    .set({ removedAt: at, sealedPhone: null, sealedEmail: null })
    .where(and(eq(roster.id, id), isNull(roster.removedAt)))
    .returning({ id: roster.id });
  return removed.length > 0;
}

/** Who is on the roster, in the order in which they are told, without phones and e-mails. */
export async function rosterEntries(connection: Connection): Promise<RosterEntry[]> {
  const rows = await connection.select().from(roster).where(isNull(roster.removedAt)).orderBy(asc(roster.id));
  return rows.map(entryOf);
}

/** The roster with the ways to reach each person. */
export async function rosterList({ db, keys }: { db: Connection; keys: Keys }): Promise<OnRoster[]> {
  const rows = await db.select().from(roster).where(isNull(roster.removedAt)).orderBy(asc(roster.id));
  const opened = (sealed: Buffer | null) => (sealed ? keys.open(sealed).toString('utf8') : null);
  return rows.map((row) => ({
    ...entryOf(row),
    hoursText: row.hours,
    phone: opened(row.sealedPhone),
    email: opened(row.sealedEmail),
  }));
}

function entryOf({ id, name, hours, userId }: typeof roster.$inferSelect): RosterEntry {
  const reading = parseOpeningHours(hours);
  if ('faults' in reading) throw new Error(`Roster entry ${id} has unreadable hours: ${reading.faults[0]}`);
  return { id, name, hours: reading.hours, userId };
}

/**
 * Why the real channels must stay closed, in words for the person who starts the service; null: they may open.
 * Nobody may be told to wait for help that no roster can give.
 */
export function rosterFault(
  people: readonly Pick<OnRoster, 'phone' | 'email'>[],
  ways: { readonly realChannels: boolean; readonly canSendSms: boolean; readonly canSendMail: boolean },
): string | null {
  if (!ways.realChannels) return null;
  const mend = 'Add somebody: npm run dellusi -- roster add --name N --phone P --hours "Mo-Fr 08:00-17:00"';
  if (people.length === 0)
    return `Nobody is on the duty roster, so nobody would be told of a danger. ${mend}`;
  const reachable = people.some(
    ({ phone, email }) => (phone && ways.canSendSms) || (email && ways.canSendMail),
  );
  if (reachable) return null;
  return `Nobody on the duty roster can be reached: phones need TWILIO_SMS_FROM or TWILIO_MESSAGING_SERVICE_SID, e-mail addresses need SMTP_URL. ${mend}`;
}
