import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { growingId, moment } from './columns.ts';

/** An awareness campaign that shares the number; its code is a word people can type (KOLDA5). */
export const campaign = pgTable('campaign', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  channel: text('channel').notNull().default('whatsapp'),
  createdAt: moment('created_at').notNull().defaultNow(),
  endedAt: moment('ended_at'),
});

/** One link followed or one first message; no identity. */
export const arrival = pgTable(
  'arrival',
  {
    id: growingId(),
    campaign: text('campaign').notNull(),
    kind: text('kind').notNull(),
    channel: text('channel'),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [index('arrival_campaign').on(t.campaign, t.at)],
);

/** Anonymous counts that outlive erased people (a day, a measure, how many). */
export const tally = pgTable(
  'tally',
  {
    id: growingId(),
    day: text('day').notNull(),
    measure: text('measure').notNull(),
    detail: text('detail').notNull().default(''),
    count: integer('count').notNull().default(1),
  },
  (t) => [index('tally_day').on(t.day, t.measure)],
);
