import { and, eq } from 'drizzle-orm';
import type { Connection } from '../../db/open.ts';
import { directoryReport, service_at_locations } from '../../db/schema/directory.ts';
import { announce } from './store.ts';

/** What people say after they were sent to a service. */
export const reports = ['found', 'closed', 'not_there', 'wrong_number'] as const;
export type Report = (typeof reports)[number];

/** How a referral to a service came to nothing by the service's doing. */
export const letDowns = ['declined', 'no_response'] as const;
export type LetDown = (typeof letDowns)[number];

/** What one person said of one service, or what became of one referral to it. */
export interface ServiceReport {
  readonly serviceId: string;
  readonly said: Report | LetDown;
  /** The same for the same person and service, and of no use to find out who it was. */
  readonly teller?: string;
  readonly at: Date;
}

/** Keeps what people said of services, without who said it; enough doubts take one off the list until it is checked. */
export async function reportServices(db: Connection, said: readonly ServiceReport[]): Promise<void> {
  if (said.length === 0) return;
  await db.insert(directoryReport).values([...said]);
  const doubted = said.filter((one) => one.said !== 'found').map(({ serviceId }) => serviceId);
  if (doubted.length > 0) await announce(db, [...new Set(doubted)]);
}

/**
 * Keeps that a referral came to nothing (null: it did not after all); it counts once, and lowers the rank without taking
 * the service off the list.
 */
export async function reportLetDown(
  db: Connection,
  referral: { readonly id: string; readonly serviceAtLocationId: string | null },
  said: LetDown | null,
  at: Date,
): Promise<void> {
  if (!referral.serviceAtLocationId) return;
  const [found] = await db
    .select({ serviceId: service_at_locations.service_id })
    .from(service_at_locations)
    .where(eq(service_at_locations.id, referral.serviceAtLocationId));
  if (!found) return;
  const teller = `referral:${referral.id}`;
  const before = await db
    .delete(directoryReport)
    .where(and(eq(directoryReport.serviceId, found.serviceId), eq(directoryReport.teller, teller)))
    .returning({ id: directoryReport.id });
  if (said) await reportServices(db, [{ ...found, said, teller, at }]);
  else if (before.length > 0) await announce(db, [found.serviceId]);
}
