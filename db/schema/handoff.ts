import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, growingId, moment, xid8 } from './columns.ts';
import { conversation } from './messages.ts';
import { person } from './people.ts';
import { staff } from './staff.ts';

/** Numbers behind the codes that are said aloud (K7M4). */
export const caseNumber = pgSequence('case_number');

/** What a caseworker takes up for one person. */
export const caseTable = pgTable(
  'case',
  {
    id: uuid('id').primaryKey(),
    code: text('code').notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    conversationId: bigint('conversation_id', { mode: 'number' }).references(() => conversation.id),
    status: text('status').notNull().default('queued'),
    /** emergency (24 h), urgent (72 h), normal: the inter-agency form's three. */
    priority: text('priority').notNull().default('normal'),
    /** Why it came: asked_call, asked_message, danger, minor, person_wanted, turn_failed, walk_in, complaint … */
    reason: text('reason').notNull(),
    danger: text('danger'),
    restricted: boolean('restricted').notNull().default(false),
    minor: boolean('minor').notNull().default(false),
    /** 0 stands before 1 in the queue: danger first, whatever the due time. */
    rank: smallint('rank')
      .notNull()
      .generatedAlwaysAs(sql`case when priority = 'emergency' or danger is not null then 0 else 1 end`),
    needs: text('needs').array().notNull().default(sql`'{}'`),
    place: text('place'),
    region: text('region'),
    spokenLanguage: text('spoken_language'),
    contact: text('contact'),
    origin: text('origin'),
    /** Name used, hour, own words, danger phrase: JSON, sealed. */
    sealed: bytea('sealed'),
    openedAt: moment('opened_at').notNull().defaultNow(),
    dueAt: moment('due_at').notNull(),
    claimedBy: uuid('claimed_by').references(() => staff.id),
    claimedAt: moment('claimed_at'),
    firstContactAt: moment('first_contact_at'),
    closedAt: moment('closed_at'),
    closeReason: text('close_reason'),
    /** Since when only the person can go on; null: they are not waited for. */
    awaitedAt: moment('awaited_at'),
    /** When they were told that it will be closed. */
    closingAt: moment('closing_at'),
  },
  (t) => [
    uniqueIndex('case_code').on(t.code),
    index('case_person').on(t.personId),
    index('case_queue').on(t.rank, t.dueAt, t.id).where(sql`status <> 'closed'`),
    index('case_conversation').on(t.conversationId).where(sql`status <> 'closed'`),
    index('case_claimed').on(t.claimedBy).where(sql`status <> 'closed'`),
    index('case_awaited').on(t.awaitedAt).where(sql`awaited_at is not null and status <> 'closed'`),
  ],
);

/** What happened to a case, append-only; the live feed reads it below the oldest open transaction. */
export const caseEvent = pgTable(
  'case_event',
  {
    id: growingId(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => caseTable.id),
    kind: text('kind').notNull(),
    /** bot, person, or caseworker with `user_id`. */
    actor: text('actor').notNull(),
    userId: uuid('user_id'),
    data: jsonb('data').notNull().default({}),
    sealed: bytea('sealed'),
    at: moment('at').notNull().defaultNow(),
    /** Hash of what the row says; it stays when the words are erased. */
    contentHash: bytea('content_hash'),
    /** Hash of the row's content and of the row before it: a row changed or taken out later breaks the chain. */
    chain: bytea('chain'),
    xact: xid8('xact').notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    index('case_event_case').on(t.caseId, t.id),
    index('case_event_feed').on(t.xact, t.id),
    // The list of what is to be done looks for these few among all.
    index('case_event_due').on(t.caseId).where(sql`kind = 'follow_up_due'`),
  ],
);

/** Staff named on a restricted case: nobody else sees it. */
export const caseAccess = pgTable(
  'case_access',
  {
    caseId: uuid('case_id')
      .notNull()
      .references(() => caseTable.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => staff.id),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.userId] }), index('case_access_user').on(t.userId)],
);

/** A referral to one service; the draft is sealed, each version replaces the one before. */
export const referral = pgTable(
  'referral',
  {
    id: uuid('id').primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => caseTable.id),
    number: smallint('number').notNull(),
    version: smallint('version').notNull().default(1),
    status: text('status').notNull().default('draft'),
    serviceAtLocationId: uuid('service_at_location_id'),
    sealed: bytea('sealed'),
    /** When the office calls the receiver, and when the person is asked "could you see them?"; null: not to be done. */
    callReceiverAt: moment('call_receiver_at'),
    askPersonAt: moment('ask_person_at'),
    timesAsked: smallint('times_asked').notNull().default(0),
    createdBy: uuid('created_by').references(() => staff.id),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('referral_number').on(t.caseId, t.number),
    index('referral_ask').on(t.askPersonAt).where(sql`ask_person_at is not null`),
    index('referral_call').on(t.callReceiverAt).where(sql`call_receiver_at is not null`),
  ],
);

/** When somebody expects the person: for one of the case's referrals, or the office itself. */
export const appointment = pgTable(
  'appointment',
  {
    id: growingId(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => caseTable.id),
    referralNumber: smallint('referral_number'),
    at: moment('at').notNull(),
    createdBy: uuid('created_by').references(() => staff.id),
    createdAt: moment('created_at').notNull(),
    remindedAt: moment('reminded_at'),
    cancelledAt: moment('cancelled_at'),
  },
  (t) => [
    index('appointment_case').on(t.caseId),
    index('appointment_due').on(t.at).where(sql`reminded_at is null and cancelled_at is null`),
  ],
);

/** Who is on duty when; phone and e-mail sealed under the service's own key. */
export const roster = pgTable('roster', {
  id: growingId(),
  name: text('name').notNull(),
  sealedPhone: bytea('sealed_phone'),
  sealedEmail: bytea('sealed_email'),
  /** "always" or opening hours such as "Mo-Fr 08:00-17:00". */
  hours: text('hours').notNull(),
  /** Their account on the desk, found by e-mail when they were added. */
  userId: uuid('user_id').references(() => staff.id),
  createdAt: moment('created_at').notNull().defaultNow(),
  removedAt: moment('removed_at'),
});

/** A danger told to the people on duty until one of them acknowledges. */
export const alert = pgTable(
  'alert',
  {
    id: uuid('id').primaryKey(),
    caseId: uuid('case_id')
      .notNull()
      .references(() => caseTable.id),
    /** The kind of danger, or `minor`. */
    kind: text('kind').notNull(),
    status: text('status').notNull().default('open'),
    openedAt: moment('opened_at').notNull(),
    nextAt: moment('next_at').notNull(),
    acknowledgedAt: moment('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
  },
  (t) => [
    index('alert_open').on(t.nextAt).where(sql`status = 'open'`),
    index('alert_case').on(t.caseId),
    uniqueIndex('alert_one_open').on(t.caseId, t.kind).where(sql`status = 'open'`),
  ],
);

/** One alert told to one person, with their own one-time link to acknowledge it. */
export const telling = pgTable(
  'telling',
  {
    id: growingId(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alert.id),
    /** duty: the people on duty, one after the other · supervisor. */
    lane: text('lane').notNull(),
    rosterId: bigint('roster_id', { mode: 'number' }).references(() => roster.id),
    userId: uuid('user_id').references(() => staff.id),
    status: text('status').notNull().default('waiting'),
    /** Hash of the link's token; the token itself is only in the message. */
    tokenHash: bytea('token_hash'),
    fault: text('fault'),
    tries: smallint('tries').notNull().default(0),
    at: moment('at').notNull(),
    toldAt: moment('told_at'),
  },
  (t) => [
    index('telling_alert').on(t.alertId),
    index('telling_waiting').on(t.id).where(sql`status in ('waiting', 'telling')`),
    uniqueIndex('telling_token').on(t.tokenHash).where(sql`token_hash is not null`),
  ],
);

/** What an organization has signed about data it receives; without one nothing named goes to it. */
export const sharingAgreement = pgTable(
  'sharing_agreement',
  {
    id: growingId(),
    organizationId: uuid('organization_id').notNull(),
    /** Fields that may be passed on, of the list in the referral. */
    fields: text('fields').array().notNull(),
    signedOn: text('signed_on').notNull(),
    expiresOn: text('expires_on'),
    /** Who at the organization answers for it, and how to reach them. */
    focalPoint: text('focal_point'),
    focalReach: text('focal_reach'),
    recordedBy: uuid('recorded_by').references(() => staff.id),
    createdAt: moment('created_at').notNull().defaultNow(),
    endedAt: moment('ended_at'),
    /** Who ended it, and why; nobody: a newer one took its place. */
    endedBy: uuid('ended_by').references(() => staff.id),
    endReason: text('end_reason'),
  },
  (t) => [index('sharing_agreement_organization').on(t.organizationId)],
);
