import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, growingId, moment } from './columns.ts';

/** Who signs in to the desk. */
export const staff = pgTable(
  'staff',
  {
    id: uuid('id').primaryKey(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role').notNull(),
    regions: text('regions').array().notNull().default(sql`'{}'`),
    languages: text('languages').array().notNull().default(sql`'{}'`),
    /** Named child-protection focal point: sees the cases of minors. */
    childProtection: boolean('child_protection').notNull().default(false),
    /** Argon2id, PHC string. */
    password: text('password').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    disabledAt: moment('disabled_at'),
  },
  (t) => [uniqueIndex('staff_email').on(t.email)],
);

/** Signed-in browsers; the id is kept as a hash. */
export const session = pgTable(
  'session',
  {
    idHash: bytea('id_hash').primaryKey(),
    data: jsonb('data').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('session_expires').on(t.expiresAt)],
);

/** A one-time link that lets somebody make an account (the first supervisor at first start) or set a new password. */
export const invitation = pgTable('invitation', {
  tokenHash: bytea('token_hash').primaryKey(),
  role: text('role').notNull(),
  /** Whose password it sets; absent: it makes a new account. */
  userId: uuid('user_id').references(() => staff.id),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

/** Who looked at what, for the person's right to know and the supervisor. */
export const accessLog = pgTable(
  'access_log',
  {
    id: growingId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => staff.id),
    caseId: uuid('case_id'),
    what: text('what').notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [index('access_log_case').on(t.caseId)],
);
