import { asc, sql } from 'drizzle-orm';
import type { Connection, Database } from '../../db/open.ts';
import { arrival, campaign, tally } from '../../db/schema/index.ts';

/** A campaign and what came of it: links followed, first messages. */
export interface CampaignCount {
  readonly code: string;
  readonly name: string;
  readonly links: number;
  readonly messages: number;
}

/** Codes of campaigns that have not ended, in capitals. */
export async function campaignCodes(db: Connection): Promise<Set<string>> {
  const rows = await db
    .select({ code: campaign.code })
    .from(campaign)
    .where(sql`${campaign.endedAt} is null`);
  return new Set(rows.map((row) => row.code.toUpperCase()));
}

/** Makes a campaign; its code is a word people can type, such as KOLDA5. */
export async function addCampaign(db: Database, code: string, name: string): Promise<void> {
  const word = code.trim().toUpperCase();
  if (!/^[A-Z]{3,12}\d{0,3}$/.test(word))
    throw new Error(
      `"${code}" cannot be typed easily: use 3 to 12 letters and up to 3 digits, such as KOLDA5.`,
    );
  await db.insert(campaign).values({ code: word, name });
}

/** Counts that somebody came from a campaign; no identity is kept with it. */
export async function addArrivals(
  db: Connection,
  arrivals: readonly { campaign: string; kind: 'link' | 'message'; channel: string | null; at: Date }[],
): Promise<void> {
  if (arrivals.length > 0) await db.insert(arrival).values([...arrivals]);
}

/** Campaigns with their counts, by name. */
export async function campaignCounts(db: Database): Promise<CampaignCount[]> {
  return db
    .select({
      code: campaign.code,
      name: campaign.name,
      links: sql<number>`(select count(*)::int from arrival a where a.campaign = ${campaign.code} and a.kind = 'link')`,
      messages: sql<number>`(select count(*)::int from arrival a where a.campaign = ${campaign.code} and a.kind = 'message')`,
    })
    .from(campaign)
    .orderBy(asc(campaign.name));
}

/** Adds to the anonymous counts that outlive erased people. */
export async function addCounts(
  db: Connection,
  counts: readonly { measure: string; detail: string }[],
  at: Date,
): Promise<void> {
  const day = at.toISOString().slice(0, 10);
  if (counts.length > 0) await db.insert(tally).values(counts.map((count) => ({ day, ...count })));
}
