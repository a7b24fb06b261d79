import { type Column, type SQL, sql } from 'drizzle-orm';

/**
 * Whether a column (whole numbers or UUIDs) is one of many ids. They go over as one parameter: over one parameter each
 * drizzle takes longer than the database over the whole statement.
 */
export function isOneOf(column: Column, ids: Iterable<number | string>): SQL {
  return sql`${column} = any(${`{${[...ids].join(',')}}`}::${sql.raw(column.getSQLType())}[])`;
}

/** Rows to insert or to join with, as one JSON parameter; bytes as base64, to be put through `decode`. */
export function asJson(rows: readonly Readonly<Record<string, string | number | null | Buffer>>[]): SQL {
  const plain = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        Buffer.isBuffer(value) ? value.toString('base64') : value,
      ]),
    ),
  );
  return sql`${JSON.stringify(plain)}::json`;
}
