import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** Bytes, as a Buffer with either driver (pg gives Buffer, PGlite Uint8Array). */
export const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => (Buffer.isBuffer(value) ? value : Buffer.from(value)),
});

/** The transaction that wrote a row; readers of a live feed stay below the oldest one still open. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/** A moment, with time zone, to the millisecond (JavaScript has no finer). */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A growing number given by the database. */
export const growingId = () => bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
