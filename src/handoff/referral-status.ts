/** Where a referral stands, from the first draft to the person's own word, and the ways it can end otherwise. */
export const referralStatuses = [
  'draft',
  'consent_asked',
  'ready',
  'sent',
  'received',
  'accepted',
  'appointment_set',
  'in_service',
  'delivered',
  'confirmed_by_client',
  'closed',
  'declined',
  'referred_onward',
  'no_response',
  'client_unreachable',
  'client_declined',
  'consent_withdrawn',
  'cancelled',
] as const;
export type ReferralStatus = (typeof referralStatuses)[number];

/** Why an actor declines. */
export const declineReasons = ['no_capacity', 'not_eligible', 'out_of_area', 'incomplete', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];

const endings = ['client_unreachable', 'client_declined', 'consent_withdrawn', 'cancelled'] as const;
const answers = ['declined', 'referred_onward', 'no_response'] as const;

/**
 * Which status may follow which. `delivered` is the actor's word and `confirmed_by_client` the person's: the person may
 * have been seen without the actor ever saying so, hence the ways around. A late answer still counts.
 */
const following: Readonly<Record<ReferralStatus, readonly ReferralStatus[]>> = {
  // A slip that the person carries goes straight from the draft: nothing named leaves, so no consent is asked for it.
  draft: ['consent_asked', 'ready', 'sent', ...endings],
  consent_asked: ['draft', 'ready', ...endings],
  ready: ['draft', 'sent', ...endings],
  sent: [
    'received',
    'accepted',
    'appointment_set',
    'in_service',
    'delivered',
    'confirmed_by_client',
    ...answers,
    ...endings,
  ],
  received: [
    'accepted',
    'appointment_set',
    'in_service',
    'delivered',
    'confirmed_by_client',
    ...answers,
    ...endings,
  ],
  accepted: ['appointment_set', 'in_service', 'delivered', 'confirmed_by_client', ...answers, ...endings],
  appointment_set: ['in_service', 'delivered', 'confirmed_by_client', ...answers, ...endings],
  in_service: ['delivered', 'confirmed_by_client', ...answers, ...endings],
  delivered: ['confirmed_by_client', 'closed', 'no_response', 'client_unreachable', 'consent_withdrawn'],
  confirmed_by_client: ['delivered', 'closed', 'consent_withdrawn'],
  closed: [],
  // Who declined may think again, and a caseworker may have written down the wrong thing.
  declined: [
    'received',
    'accepted',
    'appointment_set',
    'in_service',
    'delivered',
    'confirmed_by_client',
    'closed',
  ],
  referred_onward: ['accepted', 'confirmed_by_client', 'closed', 'consent_withdrawn'],
  no_response: [
    'received',
    'accepted',
    'appointment_set',
    'in_service',
    'delivered',
    'confirmed_by_client',
    'declined',
    'closed',
    ...endings,
  ],
  client_unreachable: [
    'accepted',
    'appointment_set',
    'in_service',
    'delivered',
    'confirmed_by_client',
    'closed',
    'consent_withdrawn',
  ],
  client_declined: ['closed'],
  consent_withdrawn: ['closed'],
  cancelled: ['closed'],
};

/** Whether a referral may go from one status to the other. */
export function mayFollow(from: ReferralStatus, to: ReferralStatus): boolean {
  return following[from].includes(to);
}

/** The statuses that may come next, in the order of the list. */
export function nextStatuses(from: ReferralStatus): readonly ReferralStatus[] {
  return referralStatuses.filter((status) => mayFollow(from, status));
}

/** A draft can still be rewritten; what has left cannot. */
export function isEditable(status: ReferralStatus): boolean {
  return status === 'draft' || status === 'consent_asked' || status === 'ready';
}
