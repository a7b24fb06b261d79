import type { Database } from '../../db/open.ts';
import { directoryReport } from '../../db/schema/directory.ts';
import { announce } from './store.ts';

/** What people say after they were sent to a service. */
export const reports = ['found', 'closed', 'not_there', 'wrong_number'] as const;
export type Report = (typeof reports)[number];

/** Keeps what somebody said of a service, without who said it; enough doubts take it off the list until it is checked. */
export async function reportService(db: Database, serviceId: string, said: Report, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(directoryReport).values({ serviceId, said, at });
    if (said !== 'found') await announce(tx, [serviceId]);
  });
}
