import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { invitation, staff } from '../../db/schema/staff.ts';
import { hashPassword, leastPasswordLength, verifyPassword } from './password.ts';
import { isRole, type Role } from './roles.ts';

export type { Database } from '../../db/open.ts';

/** Somebody who works at the desk. */
export interface StaffMember {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** P-codes of the regions worked for; none: all. */
  readonly regions: readonly string[];
  readonly languages: readonly string[];
  readonly childProtection: boolean;
  readonly disabled: boolean;
}

/** What is needed to add somebody; the password in clear, hashed here. */
export interface NewStaff {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly regions?: readonly string[];
  readonly languages?: readonly string[];
  readonly password: string;
}

/** Why somebody cannot be added; each has its words on the desk and in the command. */
export type StaffFault = 'email_invalid' | 'name_missing' | 'password_short' | 'email_taken' | 'link_used';
export type Added = { readonly added: StaffMember } | { readonly fault: StaffFault };

/** Adds somebody who may sign in. */
export async function addStaff(db: Connection, person: NewStaff): Promise<Added> {
  const fault = faultOf(person);
  if (fault) return { fault };
  const rows = await db
    .insert(staff)
    .values({
      id: randomUUID(),
      email: person.email.trim().toLowerCase(),
      name: person.name.trim(),
      role: person.role,
      regions: [...(person.regions ?? [])],
      languages: [...(person.languages ?? [])],
      password: await hashPassword(person.password),
    })
    .onConflictDoNothing({ target: staff.email })
    .returning();
  return rows[0] ? { added: member(rows[0]) } : { fault: 'email_taken' };
}

function faultOf(person: NewStaff): StaffFault | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(person.email.trim())) return 'email_invalid';
  if (person.name.trim() === '') return 'name_missing';
  return person.password.length < leastPasswordLength ? 'password_short' : null;
}

/** Whoever has this e-mail and password and may still sign in; null otherwise, after the same time. */
export async function checkPassword(
  db: Connection,
  email: string,
  password: string,
): Promise<StaffMember | null> {
  const rows = await db.select().from(staff).where(eq(staff.email, email.trim().toLowerCase()));
  const row = rows[0];
  // An unknown e-mail must cost the same time as a wrong password, or it could be told from outside.
  const right = await verifyPassword(password, row?.password ?? (await unknownHash()));
  return row && right && !row.disabledAt ? member(row) : null;
}

let unknown: Promise<string> | undefined;
function unknownHash(): Promise<string> {
  unknown ??= hashPassword(randomBytes(16).toString('hex'));
  return unknown;
}

/** A member of staff who may still sign in. */
export async function staffMember(db: Connection, id: string): Promise<StaffMember | null> {
  const rows = await db
    .select()
    .from(staff)
    .where(and(eq(staff.id, id), isNull(staff.disabledAt)));
  return rows[0] ? member(rows[0]) : null;
}

/** Everybody with an account, those who may no longer sign in included. */
export async function allStaff(db: Connection): Promise<readonly StaffMember[]> {
  const rows = await db.select().from(staff).orderBy(asc(staff.name));
  return rows.map(member);
}

/** What a supervisor may change about somebody. */
export interface StaffChange {
  readonly disabled?: boolean;
  readonly childProtection?: boolean;
}

/** Takes the right to sign in away or gives it back, names a child-protection focal point. */
export async function changeStaff(db: Connection, id: string, change: StaffChange): Promise<void> {
  const values = {
    ...(change.disabled === undefined ? {} : { disabledAt: change.disabled ? sql`now()` : null }),
    ...(change.childProtection === undefined ? {} : { childProtection: change.childProtection }),
  };
  if (Object.keys(values).length > 0) await db.update(staff).set(values).where(eq(staff.id, id));
}

/** Makes a one-time link's token; only its hash is kept. With `userId` it sets that person's password instead. */
export async function createInvitation(
  db: Connection,
  role: Role,
  hours: number,
  userId?: string,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await db.insert(invitation).values({
    tokenHash: hashOf(token),
    role,
    userId: userId ?? null,
    expiresAt: sql`now() + make_interval(hours => ${hours}::int)`,
  });
  return token;
}

/** What an unused, unexpired link is for: a new account with a role, or a new password for somebody. */
export interface Invitation {
  readonly role: Role;
  readonly member: StaffMember | null;
}

/** What a link is good for; null when it is used, too old or none. */
export async function invitationOf(db: Connection, token: string): Promise<Invitation | null> {
  const [row] = await db
    .select({ role: invitation.role, userId: invitation.userId })
    .from(invitation)
    .where(stillGood(token));
  if (!row || !isRole(row.role)) return null;
  if (row.userId === null) return { role: row.role, member: null };
  const found = await staffMember(db, row.userId);
  return found && { role: row.role, member: found };
}

/** Sets the password of the person whom the link names; every browser they were signed in with is signed out. */
export async function acceptNewPassword(db: Database, token: string, password: string): Promise<Added> {
  if (password.length < leastPasswordLength) return { fault: 'password_short' };
  const hashed = await hashPassword(password);
  return db.transaction(async (tx) => {
    const [used] = await tx
      .update(invitation)
      .set({ usedAt: sql`now()` })
      .where(and(stillGood(token), isNotNull(invitation.userId)))
      .returning({ userId: invitation.userId });
    if (!used?.userId) return { fault: 'link_used' };
    const [row] = await tx
      .update(staff)
      .set({ password: hashed })
      .where(and(eq(staff.id, used.userId), isNull(staff.disabledAt)))
      .returning();
    return row ? { added: member(row) } : { fault: 'link_used' };
  });
}

/** Makes the account that a link invites to; a link works once, whoever is quicker. */
export async function acceptInvitation(
  db: Database,
  token: string,
  person: Omit<NewStaff, 'role'>,
): Promise<Added> {
  const fault = faultOf({ ...person, role: 'caseworker' });
  if (fault) return { fault };
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(invitation)
      .set({ usedAt: sql`now()` })
      .where(and(stillGood(token), isNull(invitation.userId)))
      .returning({ role: invitation.role });
    const role = rows[0]?.role ?? '';
    if (!isRole(role)) return { fault: 'link_used' };
    const result = await addStaff(tx, { ...person, role });
    if ('fault' in result)
      await tx
        .update(invitation)
        .set({ usedAt: null })
        .where(eq(invitation.tokenHash, hashOf(token)));
    return result;
  });
}

/** At first start, when nobody can sign in yet: the token that makes the first supervisor; null later. */
export async function firstInvitation(db: Connection, hours: number): Promise<string | null> {
  const rows = await db.select({ id: staff.id }).from(staff).limit(1);
  if (rows.length > 0) return null;
  // Only the newest link may work: the one before stands in an old log.
  await db.delete(invitation).where(isNull(invitation.usedAt));
  return createInvitation(db, 'supervisor', hours);
}

function stillGood(token: string) {
  return and(
    eq(invitation.tokenHash, hashOf(token)),
    isNull(invitation.usedAt),
    gt(invitation.expiresAt, sql`now()`),
  );
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function member(row: typeof staff.$inferSelect): StaffMember {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: isRole(row.role) ? row.role : 'caseworker',
    regions: row.regions,
    languages: row.languages,
    childProtection: row.childProtection,
    disabled: row.disabledAt !== null,
  };
}
