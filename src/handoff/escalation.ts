/** The two rows of people who are told: those on duty one after the other, then the supervisors together. */
export type Lane = 'duty' | 'supervisor';

/** Somebody who was told of an alert, as far as the next step depends on it. */
export interface Told {
  readonly lane: Lane;
  readonly rosterId: number | null;
  readonly userId: string | null;
  readonly at: Date;
  /** The message could not be delivered: the next person must not wait for this one. */
  readonly failed: boolean;
}

/** Whom an alert can be told to at this moment. */
export interface Reachable {
  /** Roster numbers of those on duty, in the order to tell them. */
  readonly onDuty: readonly number[];
  /** When somebody is on duty next; null without a roster. */
  readonly nextDutyAt: Date | null;
  /** Accounts of the supervisors. */
  readonly supervisors: readonly string[];
}

/** Whom to tell now, and when to look again. */
export interface Plan {
  readonly tell: readonly ({ readonly lane: Lane } & ({ rosterId: number } | { userId: string }))[];
  readonly nextAt: Date;
}

const minute = 60_000;
export const nextPersonAfter = 10 * minute;
export const supervisorsAfter = 30 * minute;
/** An alert that nobody takes is told again each hour, later less often: four times in a doubling of its age. */
const againAfter = 60 * minute;

/** The next step of an alert that nobody has acknowledged. */
export function escalate(openedAt: Date, told: readonly Told[], people: Reachable, now: Date): Plan {
  const again = Math.max(againAfter, (now.getTime() - openedAt.getTime()) / 4);
  const duty = dutyLane(told, people, now, again);
  const supervisors = supervisorLane(openedAt, told, people, now, again);
  return {
    tell: [...duty.tell, ...supervisors.tell],
    nextAt: new Date(Math.min(duty.nextAt, supervisors.nextAt)),
  };
}

interface LanePlan {
  readonly tell: Plan['tell'];
  readonly nextAt: number;
}

function dutyLane(told: readonly Told[], people: Reachable, now: Date, again: number): LanePlan {
  const before = told.filter(({ lane }) => lane === 'duty');
  const last = before.at(-1);
  const fresh = people.onDuty.find((id) => !before.some(({ rosterId }) => rosterId === id));
  const chosen = fresh ?? people.onDuty[0];
  if (chosen === undefined)
    return { tell: [], nextAt: people.nextDutyAt?.getTime() ?? now.getTime() + again };
  // Until two were told, or one twice, the next comes after ten minutes; then it is told again at growing distance.
  const wait =
    last?.failed && fresh !== undefined
      ? 0
      : fresh !== undefined || before.length < 2
        ? nextPersonAfter
        : again;
  const dueAt = last ? last.at.getTime() + wait : now.getTime();
  if (dueAt > now.getTime()) return { tell: [], nextAt: dueAt };
  const lane = 'duty' as const;
  return { tell: [{ lane, rosterId: chosen }], nextAt: now.getTime() + nextPersonAfter };
}

function supervisorLane(
  openedAt: Date,
  told: readonly Told[],
  people: Reachable,
  now: Date,
  again: number,
): LanePlan {
  const last = told.filter(({ lane }) => lane === 'supervisor').at(-1);
  const dueAt = last ? last.at.getTime() + again : openedAt.getTime() + supervisorsAfter;
  if (dueAt > now.getTime()) return { tell: [], nextAt: dueAt };
  const lane = 'supervisor' as const;
  return {
    tell: people.supervisors.map((userId) => ({ lane, userId })),
    nextAt: now.getTime() + again,
  };
}
