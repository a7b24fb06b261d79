import type { Connection } from '../../db/open.ts';
import { directoryReport } from '../../db/schema/directory.ts';
import { announce } from './store.ts';

/** What people say after they were sent to a service. */
export const reports = ['found', 'closed', 'not_there', 'wrong_number'] as const;
export type Report = (typeof reports)[number];

/** What one person said of one service. */
export interface ServiceReport {
  readonly serviceId: string;
  readonly said: Report;
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
