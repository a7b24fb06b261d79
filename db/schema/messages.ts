import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, growingId, moment } from './columns.ts';
import { address, person } from './people.ts';

/** One person's thread with us; its row lock keeps the turns of a person one after the other. */
export const conversation = pgTable(
  'conversation',
  {
    id: growingId(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    /** Where the person wrote from last, and so where answers go. */
    addressId: bigint('address_id', { mode: 'number' })
      .notNull()
      .references(() => address.id),
    state: bytea('state'),
    /** Who answers: bot, or caseworker (then the bot is silent). */
    holder: text('holder').notNull().default('bot'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('conversation_person').on(t.personId)],
);

/** What came in, stored before it is answered; `provider_id` is unique, so a repeated delivery stops here. */
export const inbox = pgTable(
  'inbox',
  {
    id: growingId(),
    conversationId: bigint('conversation_id', { mode: 'number' })
      .notNull()
      .references(() => conversation.id),
    addressId: bigint('address_id', { mode: 'number' }).notNull(),
    providerId: text('provider_id').notNull(),
    /** The Inbound as JSON, sealed; null once erased. */
    sealed: bytea('sealed'),
    status: text('status').notNull().default('waiting'),
    tries: smallint('tries').notNull().default(0),
    fault: text('fault'),
    /** Part of a complaint, 'named' or 'anonymous': never shown to who works on the person's case. */
    complaint: text('complaint'),
    receivedAt: moment('received_at').notNull().defaultNow(),
    handledAt: moment('handled_at'),
  },
  (t) => [
    uniqueIndex('inbox_provider').on(t.providerId),
    index('inbox_conversation').on(t.conversationId, t.id),
    index('inbox_waiting').on(t.conversationId).where(sql`status = 'waiting'`),
  ],
);

/** What goes out: queued with the turn that decided it, sent afterwards, its fate recorded forward only. */
export const outbox = pgTable(
  'outbox',
  {
    id: growingId(),
    conversationId: bigint('conversation_id', { mode: 'number' })
      .notNull()
      .references(() => conversation.id),
    addressId: bigint('address_id', { mode: 'number' }).notNull(),
    /** bot, caseworker, or notice (an alert to the person on duty). */
    author: text('author').notNull(),
    userId: uuid('user_id'),
    /** The says (or a caseworker's words) as JSON, sealed. */
    sealed: bytea('sealed'),
    language: text('language').notNull(),
    /** The text exactly as sent, sealed. */
    sealedText: bytea('sealed_text'),
    segments: smallint('segments'),
    status: text('status').notNull().default('queued'),
    providerId: text('provider_id'),
    errorCode: integer('error_code'),
    tries: smallint('tries').notNull().default(0),
    /** As in the inbox. */
    complaint: text('complaint'),
    queuedAt: moment('queued_at').notNull().defaultNow(),
    sendingAt: moment('sending_at'),
    sentAt: moment('sent_at'),
    statusAt: moment('status_at'),
  },
  (t) => [
    index('outbox_conversation').on(t.conversationId, t.id),
    index('outbox_unsent').on(t.conversationId, t.id).where(sql`status in ('queued', 'sending')`),
    index('outbox_held').on(t.conversationId).where(sql`status = 'held'`),
    uniqueIndex('outbox_provider').on(t.providerId).where(sql`provider_id is not null`),
  ],
);

/** A voice note or picture: a reference when it comes in, fetched with authentication and kept sealed. */
export const media = pgTable(
  'media',
  {
    id: uuid('id').primaryKey(),
    inboxId: bigint('inbox_id', { mode: 'number' })
      .notNull()
      .references(() => inbox.id),
    conversationId: bigint('conversation_id', { mode: 'number' })
      .notNull()
      .references(() => conversation.id),
    contentType: text('content_type').notNull(),
    sealedUrl: bytea('sealed_url'),
    sealed: bytea('sealed'),
    size: integer('size'),
    status: text('status').notNull().default('waiting'),
    tries: smallint('tries').notNull().default(0),
    fetchedAt: moment('fetched_at'),
  },
  (t) => [index('media_inbox').on(t.inboxId), index('media_waiting').on(t.id).where(sql`status = 'waiting'`)],
);
