import { sql } from 'drizzle-orm';
import { bigint, boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, growingId, moment } from './columns.ts';

/** Somebody who writes to us. Everything personal is sealed under `data_key`; erasing destroys that key. */
export const person = pgTable('person', {
  id: uuid('id').primaryKey(),
  dataKey: bytea('data_key'),
  textLanguage: text('text_language'),
  spokenLanguage: text('spoken_language'),
  /** May we write here: yes, shared (others read this phone), no. */
  writing: text('writing'),
  /** Consent to keep the answers: adult, minor (assent), refused. */
  keeping: text('keeping'),
  origin: jsonb('origin').$type<{ campaign?: string; advertisement?: string }>(),
  createdAt: moment('created_at').notNull().defaultNow(),
  erasedAt: moment('erased_at'),
});

/** One way to reach a person: a number or user id on one channel, found by keyed hash. */
export const address = pgTable(
  'address',
  {
    id: growingId(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    channel: text('channel').notNull(),
    provider: text('provider').notNull(),
    hash: bytea('hash').notNull(),
    sealed: bytea('sealed'),
    /** Our own number that was written to, so that the answer comes from the same one. */
    ours: text('ours').notNull(),
    lastInboundAt: moment('last_inbound_at'),
    optedOutAt: moment('opted_out_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('address_hash').on(t.hash), index('address_person').on(t.personId)],
);

/** A yes or no given, once for each purpose and receiver; never changed, only followed by another row. */
export const consent = pgTable(
  'consent',
  {
    id: growingId(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    purpose: text('purpose').notNull(),
    given: boolean('given').notNull(),
    /** adult, minor, oral … how it was given. */
    form: text('form').notNull(),
    receiver: text('receiver'),
    fields: text('fields').array().notNull().default(sql`'{}'`),
    wording: text('wording').notNull(),
    language: text('language'),
    inboxId: bigint('inbox_id', { mode: 'number' }),
    userId: uuid('user_id'),
    at: moment('at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
    withdrawnAt: moment('withdrawn_at'),
  },
  (t) => [index('consent_person').on(t.personId)],
);

/** A short code that brings a conversation to another phone: for an hour, once, known by its keyed hash alone. */
export const moveCode = pgTable(
  'move_code',
  {
    hash: bytea('hash').primaryKey(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('move_code_person').on(t.personId)],
);
