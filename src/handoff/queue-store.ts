import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { caseTable, person, staff } from '../../db/schema/index.ts';
import { type Keys, openPersonKey } from '../../db/seal.ts';
import type { Viewer } from './access.ts';
import type { CaseStatus, CaseWords } from './case.ts';
import { visibleTo } from './visible-store.ts';

/** Which open cases to list. */
export interface QueueFilter {
  /** waiting: nobody has them · mine: the viewer holds them · open: both and those of others · closed: ended. */
  readonly show: 'waiting' | 'mine' | 'open' | 'closed';
  readonly region?: string;
  /** Only cases whose spoken language the viewer speaks, and those whose language nobody knows. */
  readonly myLanguages?: boolean;
  readonly danger?: boolean;
}

/** One page of the queue; `after` is the `next` of the page before. */
export interface QueuePage {
  readonly after?: string;
  readonly limit?: number;
}

/** What a row of the queue shows. */
export interface QueueRow {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly hour: string | null;
  readonly status: CaseStatus;
  readonly priority: string;
  readonly reason: string;
  readonly danger: string | null;
  readonly restricted: boolean;
  readonly minor: boolean;
  readonly needs: readonly string[];
  readonly place: string | null;
  readonly region: string | null;
  readonly spokenLanguage: string | null;
  readonly contact: string | null;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly firstContactAt: Date | null;
  readonly claimedBy: string | null;
  readonly holder: string | null;
  readonly closedAt: Date | null;
  readonly closeReason: string | null;
}

/** Cases in the order to take them up: danger first, then what is due first (closed ones: last closed first). */
export async function queue(
  connection: Connection,
  keys: Keys,
  viewer: Viewer,
  filter: QueueFilter,
  { after, limit = 50 }: QueuePage = {},
): Promise<{ rows: QueueRow[]; next: string | null }> {
  const found = await connection
    .select({
      ...rowColumns,
      sealed: caseTable.sealed,
      dataKey: person.dataKey,
      holder: staff.name,
      rank: caseTable.rank,
    })
    .from(caseTable)
    .innerJoin(person, eq(person.id, caseTable.personId))
    .leftJoin(staff, eq(staff.id, caseTable.claimedBy))
    .where(and(...shown(viewer, filter), visibleTo(viewer), afterKey(filter, after)))
    .orderBy(...order(filter))
    .limit(limit + 1);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { rows: page.map((row) => queueRow(keys, row)), next: last ? keyOf(filter, last) : null };
}

/** How many cases wait, are in danger, are the viewer's own, or are overdue: the figures on the tabs. */
export async function queueCounts(
  connection: Connection,
  viewer: Viewer,
  at: Date,
): Promise<{ waiting: number; danger: number; mine: number; overdue: number }> {
  const [counts] = await connection
    .select({
      waiting: sql<number>`(count(*) filter (where ${caseTable.status} = 'queued'))::int`,
      danger: sql<number>`(count(*) filter (where ${caseTable.status} = 'queued' and ${caseTable.rank} = 0))::int`,
      mine: sql<number>`(count(*) filter (where ${caseTable.claimedBy} = ${viewer.id}))::int`,
      overdue: sql<number>`(count(*) filter (where ${caseTable.firstContactAt} is null and ${caseTable.dueAt} < ${at.toISOString()}::timestamptz))::int`,
    })
    .from(caseTable)
    .where(and(isOpen, visibleTo(viewer)));
  return counts ?? { waiting: 0, danger: 0, mine: 0, overdue: 0 };
}

/** Written exactly as in the partial indexes, so that the planner uses them whatever the parameters. */
const isOpen = sql`${caseTable.status} <> 'closed'`;

const rowColumns = {
  id: caseTable.id,
  code: caseTable.code,
  status: caseTable.status,
  priority: caseTable.priority,
  reason: caseTable.reason,
  danger: caseTable.danger,
  restricted: caseTable.restricted,
  minor: caseTable.minor,
  needs: caseTable.needs,
  place: caseTable.place,
  region: caseTable.region,
  spokenLanguage: caseTable.spokenLanguage,
  contact: caseTable.contact,
  openedAt: caseTable.openedAt,
  dueAt: caseTable.dueAt,
  firstContactAt: caseTable.firstContactAt,
  claimedBy: caseTable.claimedBy,
  closedAt: caseTable.closedAt,
  closeReason: caseTable.closeReason,
};

function shown(viewer: Viewer, { show, region, myLanguages, danger }: QueueFilter): SQL[] {
  const conditions: SQL[] = [show === 'closed' ? sql`${caseTable.status} = 'closed'` : isOpen];
  if (show === 'waiting') conditions.push(eq(caseTable.status, 'queued'));
  if (show === 'mine') conditions.push(eq(caseTable.claimedBy, viewer.id));
  if (region) conditions.push(eq(caseTable.region, region));
  if (danger) conditions.push(sql`${caseTable.rank} = 0`);
  // Danger is shown whatever the language: any human now is better than the right one tomorrow.
  if (myLanguages && viewer.languages.length > 0)
    conditions.push(
      sql`(${caseTable.spokenLanguage} is null or ${caseTable.rank} = 0 or ${caseTable.spokenLanguage} in ${[...viewer.languages, 'other']})`,
    );
  if (show === 'closed') conditions.push(isNotNull(caseTable.closedAt));
  return conditions;
}

function order({ show }: QueueFilter) {
  return show === 'closed'
    ? [sql`${caseTable.closedAt} desc`, sql`${caseTable.id} desc`]
    : [caseTable.rank, caseTable.dueAt, caseTable.id];
}

function keyOf({ show }: QueueFilter, row: { rank: number; dueAt: Date; closedAt: Date | null; id: string }) {
  const at = show === 'closed' ? row.closedAt! : row.dueAt;
  return `${row.rank}_${at.getTime()}_${row.id}`;
}

/** Paging by the last row's place in the order: as fast on the last page as on the first, and no row twice. */
function afterKey({ show }: QueueFilter, after: string | undefined): SQL | undefined {
  const match = after && /^([01])_(\d{1,15})_([0-9a-f-]{36})$/.exec(after);
  if (!match) return undefined;
  const at = sql`${new Date(Number(match[2])).toISOString()}::timestamptz`;
  return show === 'closed'
    ? sql`(${caseTable.closedAt}, ${caseTable.id}) < (${at}, ${match[3]}::uuid)`
    : sql`(${caseTable.rank}, ${caseTable.dueAt}, ${caseTable.id}) > (${Number(match[1])}::smallint, ${at}, ${match[3]}::uuid)`;
}

function queueRow(
  keys: Keys,
  {
    sealed,
    dataKey,
    rank: _,
    status,
    ...row
  }: Omit<QueueRow, 'name' | 'hour' | 'status'> & {
    status: string;
    rank: number;
    sealed: Buffer | null;
    dataKey: Buffer | null;
  },
): QueueRow {
  const words = sealed && dataKey ? openPersonKey(keys, dataKey).open<CaseWords>(sealed) : {};
  return { ...row, status: status as CaseStatus, name: words.name ?? null, hour: words.hour ?? null };
}
