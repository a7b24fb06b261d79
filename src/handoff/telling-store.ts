import { randomBytes } from 'node:crypto';
import { and, eq, inArray, lt, or, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/open.ts';
import { alert, caseTable, roster, staff, telling } from '../../db/schema/index.ts';
import type { Keys } from '../../db/seal.ts';
import type { TextLanguage } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import { dueAlerts } from './alert-store.ts';
import { addEvents } from './event-store.ts';

/** Carries a few words to a member of staff outside the desk, by SMS or e-mail; never throws. */
export type Notify = (
  to: {
    readonly phone?: string;
    /** A number on WhatsApp, where only approved words may begin. */
    readonly whatsapp?: string;
    readonly email?: string;
    readonly language?: TextLanguage;
  },
  say: Say,
) => Promise<{ readonly told: true } | { readonly told: false; readonly fault: string }>;

/** What telling the people on duty needs from outside. */
export interface AlertDoor {
  readonly db: Database;
  readonly keys: Keys;
  readonly notify: Notify;
  /** Without a slash at the end; acknowledgement links stand under it. */
  readonly publicUrl: string;
  readonly serviceName: string;
  readonly timeZone: string;
}

/** One alert to tell to one person, with the token of their own link. */
interface Telling {
  readonly id: number;
  readonly alertId: string;
  readonly token: string;
  readonly code: string;
  readonly kind: string;
  readonly restricted: boolean;
  readonly again: boolean;
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly to: { readonly phone?: string; readonly email?: string };
}

/** A telling that nobody reported on within this time is told again: twice is better than never. */
const lostAfterMs = 120_000;
const tries = 3;

/** One sweep: decides whom to tell, tells them, and writes down what came of it. Returns how many were told. */
export async function tellAlerts(door: AlertDoor, now: Date): Promise<number> {
  await dueAlerts(door.db, now, door.timeZone);
  let told = 0;
  for (const one of await takeWaiting(door, now)) {
    const outcome = await tellOne(door, one);
    await recordOutcome(door.db, one, outcome, now);
    if (outcome.told) told++;
  }
  return told;
}

async function tellOne(door: AlertDoor, one: Telling): ReturnType<Notify> {
  const { phone, email } = one.to;
  if (!phone && !email) return { told: false, fault: 'no way to reach them' };
  const faults: string[] = [];
  let told = false;
  for (const way of [phone ? { phone } : null, email ? { email } : null]) {
    if (!way) continue;
    const outcome = await door.notify(way, words(door, one, 'email' in way));
    if (outcome.told) told = true;
    else faults.push(outcome.fault);
  }
  return told ? { told } : { told, fault: faults.join('; ') };
}

/** Case code and kind only; nothing of a restricted case goes out by e-mail, so there not even the kind. */
function words(door: AlertDoor, one: Telling, byMail: boolean): Say {
  const values = { service_name: door.serviceName, code: one.code, link: `${door.publicUrl}/a/${one.token}` };
  if (byMail && one.restricted) return { key: 'bot.alert.look', values };
  const kind = { key: `bot.alert.kind.${one.kind === 'minor' ? 'minor_alone' : one.kind}` };
  return { key: one.again ? 'bot.alert.duty_next' : 'bot.alert.duty', values: { ...values, kind } };
}

/** Takes what waits, and what was taken but never reported on; each gets a fresh token. */
async function takeWaiting({ db, keys }: AlertDoor, now: Date): Promise<Telling[]> {
  return db.transaction(async (tx) => {
    const taken: Telling[] = [];
    for (const row of await lockWaiting(tx, now)) {
      const token = randomBytes(12).toString('base64url');
      const count = row.tries + 1;
      await tx
        .update(telling)
        .set({ status: 'telling', tokenHash: hashOf(keys, token), at: now, tries: count })
        .where(eq(telling.id, row.id));
      taken.push({ ...row, tries: count, token, to: waysTo(keys, row), again: row.first !== row.id });
    }
    return taken;
  });
}

type WaitingRow = Awaited<ReturnType<typeof lockWaiting>>[number];

function lockWaiting(tx: Transaction, now: Date) {
  const lost = lt(telling.at, new Date(now.getTime() - lostAfterMs));
  const waits = or(eq(telling.status, sql`'waiting'`), and(eq(telling.status, sql`'telling'`), lost));
  return tx
    .select(waitingColumns)
    .from(telling)
    .innerJoin(alert, eq(alert.id, telling.alertId))
    .innerJoin(caseTable, eq(caseTable.id, alert.caseId))
    .leftJoin(roster, eq(roster.id, telling.rosterId))
    .leftJoin(staff, eq(staff.id, telling.userId))
    .where(and(eq(alert.status, sql`'open'`), waits))
    .orderBy(telling.id)
    .limit(20)
    .for('update', { of: telling, skipLocked: true });
}

const waitingColumns = {
  id: telling.id,
  alertId: telling.alertId,
  code: caseTable.code,
  kind: alert.kind,
  restricted: caseTable.restricted,
  tries: telling.tries,
  sealedPhone: roster.sealedPhone,
  sealedEmail: roster.sealedEmail,
  staffEmail: staff.email,
  first: sql<number>`(select min(t.id)::int from telling t where t.alert_id = ${telling.alertId})`,
};

function waysTo(keys: Keys, { sealedPhone, sealedEmail, staffEmail }: WaitingRow): Telling['to'] {
  const opened = (sealed: Buffer | null) => (sealed ? keys.open(sealed).toString('utf8') : null);
  const phone = opened(sealedPhone);
  const email = opened(sealedEmail) ?? staffEmail;
  return { ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
}

function hashOf(keys: Keys, token: string): Buffer {
  return keys.hash(`alert:${token}`);
}

/** A telling that failed three times lets the next person be told at once. The alert is locked first, as everywhere. */
async function recordOutcome(
  db: Database,
  one: Telling,
  outcome: Awaited<ReturnType<Notify>>,
  now: Date,
): Promise<void> {
  const status = outcome.told ? 'told' : one.tries >= tries ? 'failed' : 'waiting';
  await db.transaction(async (tx) => {
    if (status === 'failed')
      await tx
        .update(alert)
        .set({ nextAt: now })
        .where(and(eq(alert.id, one.alertId), eq(alert.status, 'open')));
    await tx
      .update(telling)
      .set({ status, ...(outcome.told ? { toldAt: now, fault: null } : { fault: outcome.fault }) })
      .where(eq(telling.id, one.id));
  });
}

/** What the page behind an alert's link shows. */
export interface AlertPage {
  readonly code: string;
  readonly kind: string;
  readonly restricted: boolean;
  readonly open: boolean;
  readonly acknowledgedBy: string | null;
}

/** The alert behind a link, without acknowledging it: previews and scanners open links too. Null: no such link. */
export async function alertOfToken(
  { db, keys }: Pick<AlertDoor, 'db' | 'keys'>,
  token: string,
): Promise<AlertPage | null> {
  const [row] = await db
    .select({
      code: caseTable.code,
      kind: alert.kind,
      restricted: caseTable.restricted,
      open: sql<boolean>`${alert.status} = 'open'`,
      acknowledgedBy: alert.acknowledgedBy,
    })
    .from(telling)
    .innerJoin(alert, eq(alert.id, telling.alertId))
    .innerJoin(caseTable, eq(caseTable.id, alert.caseId))
    .where(eq(telling.tokenHash, hashOf(keys, token)));
  return row ?? null;
}

/** Acknowledges by the button behind the link; true for the one who was first. */
export async function acknowledgeAlert(
  { db, keys }: Pick<AlertDoor, 'db' | 'keys'>,
  token: string,
  at: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const who = await holderOf(tx, hashOf(keys, token));
    if (!who) return false;
    const { alertId, caseId, name } = who;
    // The case before its alert: a claim takes its locks in this order too.
    await tx
      .select({ id: caseTable.id })
      .from(caseTable)
      .where(eq(caseTable.id, caseId))
      .for('no key update');
    const [taken] = await tx
      .update(alert)
      .set({ status: 'acknowledged', acknowledgedAt: at, acknowledgedBy: name })
      .where(and(eq(alert.id, alertId), eq(alert.status, 'open')))
      .returning({ kind: alert.kind });
    if (!taken) return false;
    await tx
      .update(telling)
      .set({ status: 'dropped' })
      .where(and(eq(telling.alertId, alertId), inArray(telling.status, ['waiting', 'telling'])));
    const data = { kind: taken.kind, by: 'link', name };
    await addEvents(tx, [{ caseId, kind: 'alert_acknowledged', actor: 'caseworker', data, at }]);
    return true;
  });
}

/** Whose link this is, and for which alert. */
async function holderOf(tx: Transaction, tokenHash: Buffer) {
  const [who] = await tx
    .select({
      alertId: telling.alertId,
      caseId: alert.caseId,
      name: sql<string>`coalesce(${roster.name}, ${staff.name})`,
    })
    .from(telling)
    .innerJoin(alert, eq(alert.id, telling.alertId))
    .leftJoin(roster, eq(roster.id, telling.rosterId))
    .leftJoin(staff, eq(staff.id, telling.userId))
    .where(eq(telling.tokenHash, tokenHash));
  return who ?? null;
}
