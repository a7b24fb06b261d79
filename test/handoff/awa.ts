import type { NearbyService } from '../../src/directory/directory.ts';
import type { OriginAnswers } from '../../src/handoff/case.ts';
import type { Agreement, ConsentFact } from '../../src/handoff/referral-passing.ts';
import type { DraftSource, ReferralSubject } from '../../src/handoff/referral-source.ts';

const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);
const fromBot = (value: unknown) => ({ value, origin: 'bot' as const, at: at('09:41') });
const fromCall = (value: unknown) => ({ value, origin: 'call' as const, at: at('15:20') });

export const organizationId = '11111111-1111-4111-8111-111111111111';

/** The legal aid office of CONVERSATIONS section 5: free, one phone, nobody has checked it since the source. */
export const boutiqueDeDroit: NearbyService = {
  id: '22222222-2222-4222-8222-222222222222',
  serviceId: '33333333-3333-4333-8333-333333333333',
  organizationId,
  organization: 'AJS',
  shortName: 'Boutique de droit AJS',
  needs: ['legal_justice', 'documents'],
  town: 'Kolda',
  address: null,
  phone: '800 805 805',
  phoneFree: true,
  hours: null,
  assuredDate: null,
  assurer: null,
  sourceDate: '2024-11',
  source: 'https://example.org/ajs',
  caution: null,
  standing: 'destination',
  distanceKm: null,
  nearness: 'same_place',
  acceptsReferrals: true,
  because: [],
};

export const agreement: Agreement = {
  signedOn: '2026-09-01',
  expiresOn: '2027-08-31',
  endedOn: null,
  fields: ['code', 'name', 'age_band', 'language', 'need', 'place', 'phone'],
  focalPoint: 'Mme Ba, secrétaire',
  focalReach: '33 996 00 00',
};

export const keeping: ConsentFact = {
  purpose: 'keep',
  given: true,
  form: 'adult',
  receiver: null,
  fields: [],
  wording: 'consent.v3.fr',
  language: 'fr',
  at: at('09:40'),
  expiresAt: null,
  withdrawnAt: null,
};

/** "Yes, without phone", for thirty days. */
export const withoutPhone: ConsentFact = {
  ...keeping,
  purpose: 'pass_on',
  form: 'oral',
  receiver: organizationId,
  fields: ['name', 'age_band', 'language', 'need', 'place'],
  wording: 'handoff.pass_on_ask.v1',
  at: at('15:30'),
  expiresAt: new Date('2026-12-20T15:30:00Z'),
};

const answers: OriginAnswers = {
  needs_now: fromBot(['training', 'papers']),
  place: fromBot('SN070101'),
  urgent_today: fromBot('no'),
  contact: fromBot('call_ff'),
  call_name_and_hour: fromBot('Awa 15h'),
  woman_or_man: fromCall('woman'),
  age: fromCall('18_24'),
  returned_when: fromCall('under_6_months'),
  returned_from: fromCall(null),
  helped_by: fromCall('nobody'),
  school_children: fromCall('one'),
};

/** Awa's case as it stands after the call of eleven minutes. */
export const awa: ReferralSubject = {
  code: 'K7M4',
  priority: 'normal',
  minor: false,
  danger: null,
  openedAt: at('09:44'),
  dueAt: new Date('2026-11-24T17:00:00Z'),
  firstContact: { at: at('15:20'), how: 'call', minutes: 11, language: 'ff' },
  needs: ['training', 'documents'],
  place: { name: 'Kolda', pcode: 'SN0701' },
  spokenLanguage: 'ff',
  textLanguage: 'fr',
  contact: 'call',
  sharedPhone: true,
  hasPhone: true,
  words: { name: 'Awa', hour: '15:00' },
  answers,
  consents: [keeping, withoutPhone],
};

/** The draft of CONVERSATIONS section 5, version 2. */
export const source: DraftSource = {
  subject: awa,
  number: 1,
  version: 2,
  status: 'draft',
  edits: {
    needs: ['documents'],
    request: "un nouvel extrait de naissance, puis la carte nationale d'identité",
    alreadyDone: '',
    words: {
      text: "Je veux apprendre la couture. Sans carte on ne m'inscrit pas. Mon extrait est resté là-bas.",
      origin: 'call',
      readBack: true,
    },
    bring: 'extrait de naissance',
    remarks: '',
    callReceiverInDays: 7,
    askPersonInDays: 9,
  },
  service: boutiqueDeDroit,
  agreement,
  from: { office: 'BAOS de Kolda', caseworker: 'Fatou', childProtection: false },
  others: [{ number: 2, needs: ['training'] }],
  at: new Date('2026-11-20T15:40:00Z'),
};
