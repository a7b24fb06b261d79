import { sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import type { Keys, PersonKey } from '../../db/seal.ts';

/** One value of the database with everything that can be read of it. */
export interface Remain {
  readonly table: string;
  readonly column: string;
  readonly readable: string;
  /** It was sealed, and a key opened it. */
  readonly opened: boolean;
}

/** Reads every column of every table, sealed ones with the keys given, as somebody would who has all of them. */
export async function readEverything(db: Database, keys: Keys, person?: PersonKey): Promise<Remain[]> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const remains: Remain[] = [];
  for (const { name } of tables) {
    const { rows } = await db.execute(sql`select * from ${sql.identifier(name)}`);
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (value !== null) remains.push({ table: name, column, ...read(value, keys, person) });
  }
  return remains;
}

function read(value: unknown, keys: Keys, person?: PersonKey): Pick<Remain, 'readable' | 'opened'> {
  if (!(value instanceof Uint8Array)) return { readable: JSON.stringify(value), opened: false };
  const bytes = Buffer.from(value);
  const opened =
    open(() => JSON.stringify(person?.open(bytes))) ?? open(() => keys.open(bytes).toString('latin1'));
  const plain = `${bytes.toString('hex')} ${bytes.toString('latin1')}`;
  return { readable: opened === null ? plain : `${plain} ${opened}`, opened: opened !== null };
}

function open(read: () => string | undefined): string | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

/** The tables and columns in which a word can be read. */
export function placesOf(remains: readonly Remain[], word: string): string[] {
  const found = remains.filter(({ readable }) => readable.includes(word));
  return [...new Set(found.map(({ table, column }) => `${table}.${column}`))].sort();
}
