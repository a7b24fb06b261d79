import { describe, expect, it } from 'vitest';
import { draftReferral, type ReferralDraft } from '../../src/handoff/referral.ts';
import { paperOf } from '../../src/handoff/referral-paper.ts';
import { type DraftSource, firstEdits, type Sourced } from '../../src/handoff/referral-source.ts';
import {
  isEditable,
  mayFollow,
  nextStatuses,
  type ReferralStatus,
  referralStatuses,
} from '../../src/handoff/referral-status.ts';
import { agreement, awa, boutiqueDeDroit, keeping, source, withoutPhone } from './awa.ts';

/** A draft in lines that a caseworker could check against CONVERSATIONS section 5; the origin stands in brackets. */
function told(draft: ReferralDraft): string {
  const fact = ({ value, origin, at }: Sourced<unknown>) =>
    `${value === null ? (at ? 'prefers not to say' : 'not known') : typeof value === 'object' ? JSON.stringify(value) : value} (${origin})`;
  const { to, person, reach, asked, passing, firstContact, followUp } = draft;
  const lines = {
    ref: `${draft.reference} version ${draft.version}, ${draft.status}`,
    priority: draft.priority,
    'first contact': `due ${iso(firstContact.dueAt)}, done ${firstContact.done?.how} ${firstContact.done?.minutes} min ${firstContact.done?.language}`,
    orientation: `due ${iso(draft.orientationDueAt)}`,
    from: `${draft.from.office}, ${draft.from.caseworker}`,
    to: `${to?.service.shortName}, ${to?.service.town}, free: ${to?.service.phoneFree}`,
    phone: `${fact(to!.phone)}, source ${to?.service.sourceDate}, checked: ${to?.checkedOn}`,
    address: fact(to!.address),
    agreement: `signed ${to?.agreement?.signedOn}: ${to?.agreement?.fields.join(' ')}`,
    person: `${person.code}, ${fact(person.name)}, ${fact(person.womanOrMan)}, ${fact(person.ageBand)}, speaks ${fact(person.speaks)}, reads ${fact(person.reads)}`,
    reach: `${fact(reach.how)} at ${fact(reach.hour)}, shared phone: ${reach.sharedPhone}`,
    lives: fact(draft.lives),
    returned: `${fact(draft.returnedWhen)}, from: ${fact(draft.returnedFrom)}, helped by: ${fact(draft.helpedBy)}`,
    needs: fact(draft.needs),
    words: `${fact(draft.words)}, read back: ${draft.words.readBack}`,
    asked: `${asked.needs.join(' ')}: ${asked.request}; already done: ${asked.alreadyDone || 'nothing'}`,
    elsewhere: asked.elsewhere.map(({ need, reference }) => `${need} → ${reference}`).join(' '),
    danger: `urgent today: ${fact(draft.urgentToday)}, danger: ${draft.danger}`,
    keeping: `${draft.keeping?.given} ${draft.keeping?.form} ${draft.keeping?.wording}`,
    'passing on': `${passing.consent?.given} ${passing.consent?.form} until ${iso(passing.consent!.expiresAt!)}`,
    leaves: of('yes'),
    refused: of('no'),
    'not asked': of('not_asked'),
    'follow-up': `${followUp.callReceiver.owner} in ${followUp.callReceiver.inDays} days, ${followUp.askPerson.owner} in ${followUp.askPerson.inDays} days`,
    'in the way': draft.blockers.map(({ kind }) => kind).join(' ') || 'nothing',
    now: draft.next.join(', then '),
  };
  function of(kind: string) {
    return passing.lines.flatMap(({ field, passing: p }) => (p === kind ? [field] : [])).join(' ');
  }
  return Object.entries(lines)
    .map(([label, text]) => `${label}: ${text}`)
    .join('\n');
}
const iso = (date: Date) => date.toISOString().slice(0, 16);
const draft = (over: Partial<DraftSource> = {}) => draftReferral({ ...source, ...over });
const kinds = (over: Partial<DraftSource> = {}) => draft(over).blockers.map(({ kind }) => kind);
const passingOf = (over: Partial<DraftSource> = {}) =>
  Object.fromEntries(draft(over).passing.lines.map(({ field, passing }) => [field, passing]));

describe('the referral draft', () => {
  it('is the form of CONVERSATIONS section 5', () => {
    expect(told(draft())).toMatchInlineSnapshot(`
      "ref: K7M4-1 version 2, draft
      priority: normal
      first contact: due 2026-11-24T17:00, done call 11 min ff
      orientation: due 2026-12-04T09:44
      from: BAOS de Kolda, Fatou
      to: Boutique de droit AJS, Kolda, free: true
      phone: 800 805 805 (directory), source 2024-11, checked: null
      address: not known (directory)
      agreement: signed 2026-09-01: code name age_band language need place phone
      person: K7M4, Awa (bot), woman (call), 18_24 (call), speaks ff (bot), reads fr (bot)
      reach: call (bot) at 15:00 (bot), shared phone: true
      lives: {"name":"Kolda","pcode":"SN0701"} (bot)
      returned: under_6_months (call), from: prefers not to say (call), helped by: nobody (call)
      needs: ["training","documents"] (bot)
      words: Je veux apprendre la couture. Sans carte on ne m'inscrit pas. Mon extrait est resté là-bas. (call), read back: true
      asked: documents: un nouvel extrait de naissance, puis la carte nationale d'identité; already done: nothing
      elsewhere: training → K7M4-2
      danger: urgent today: no (bot), danger: null
      keeping: true adult consent.v3.fr
      passing on: true oral until 2026-12-20T15:30
      leaves: code name age_band language need place
      refused: phone
      not asked: woman_or_man own_words other_needs return helped_by family
      follow-up: caseworker in 7 days, bot in 9 days
      in the way: nothing
      now: verify_phone, then hand_over_named"
    `);
  });

  it('gives a slip that names nobody where there is no agreement', () => {
    const without = draft({ agreement: null });
    expect(without.blockers).toContainEqual({ kind: 'no_agreement', blocks: 'named' });
    expect(without.next).toEqual(['verify_phone', 'give_slip']);
    expect(paperOf(without, 'named', '+221770000000')).toBeNull();
    const slip = paperOf(without, 'slip', null)!;
    expect(slip.lines).toEqual([
      { field: 'code', value: 'K7M4' },
      { field: 'need', value: ['documents'] },
    ]);
    expect(JSON.stringify({ ...slip, to: null })).not.toMatch(/Awa|couture|77000/);
  });

  it('puts on a named paper only what the person and the agreement allow', () => {
    const paper = paperOf(draft(), 'named', '+221770000000')!;
    expect(Object.fromEntries(paper.lines.map(({ field, value }) => [field, value]))).toEqual({
      code: 'K7M4',
      name: 'Awa',
      age_band: '18_24',
      language: 'ff',
      need: ['documents'],
      place: { name: 'Kolda', pcode: 'SN0701' },
    });
    const narrow = { ...agreement, fields: ['code', 'need', 'phone'] as const };
    expect(passingOf({ agreement: narrow })).toMatchObject({
      name: 'not_in_agreement',
      need: 'yes',
      phone: 'no',
    });
  });

  it.each([
    ['asked for', [keeping], 'consent_missing', 'ask_consent'],
    ['refused', [keeping, withoutPhone, { ...withoutPhone, given: false }], 'consent_refused', 'give_slip'],
    [
      'expired',
      [keeping, { ...withoutPhone, expiresAt: new Date('2026-11-01') }],
      'consent_over',
      'ask_consent',
    ],
    [
      'withdrawn',
      [keeping, { ...withoutPhone, withdrawnAt: new Date('2026-11-20') }],
      'consent_over',
      'ask_consent',
    ],
    ['given to another', [keeping, { ...withoutPhone, receiver: 'x' }], 'consent_missing', 'ask_consent'],
  ])('does not name the person while the consent to pass on is %s', (_, consents, blocker, next) => {
    const subject = { ...awa, consents };
    expect(kinds({ subject })).toEqual([blocker]);
    expect(draft({ subject }).next.at(-1)).toBe(next);
    expect(Object.values(passingOf({ subject })).filter((passing) => passing === 'yes')).toHaveLength(1);
  });

  it('refuses to send anybody to a place that nobody has verified', () => {
    const unverified = draft({ service: { ...boutiqueDeDroit, standing: 'desk_only' } });
    expect(unverified.next).toEqual(['verify_service']);
    expect(paperOf(unverified, 'slip', null)).toBeNull();
  });

  it('tells the band of an age, even where an older case holds the number', () => {
    const band = (value: unknown) => {
      const answers = { ...awa.answers, age: { ...awa.answers.age!, value } };
      return draftReferral({ ...source, subject: { ...awa, answers } }).person.ageBand.value;
    };
    expect([24, '36', '60_plus', 14, 'abc', 250, null].map(band)).toEqual([
      ...['18_24', '36_59', '60_plus', 'under_18'],
      ...[null, null, null],
    ]);
  });

  it('leaves the choice for a minor to a child-protection focal point', () => {
    const subject = { ...awa, minor: true };
    expect(kinds({ subject })).toEqual(['minor']);
    expect(kinds({ subject, from: { ...source.from, childProtection: true } })).toEqual([]);
  });

  it('says what else is in the way', () => {
    expect(draft({ service: null })).toMatchObject({ to: null, next: ['choose_service'] });
    expect(kinds({ service: { ...boutiqueDeDroit, acceptsReferrals: false } })).toEqual(['not_accepting']);
    expect(kinds({ agreement: { ...agreement, expiresOn: '2026-11-19' } })).toEqual(['agreement_expired']);
    expect(kinds({ agreement: { ...agreement, endedOn: '2026-11-19' } })).toEqual(['agreement_ended']);
    expect(kinds({ subject: { ...awa, consents: [withoutPhone] } })).toEqual(['no_keeping_consent']);
    expect(draft({ service: { ...boutiqueDeDroit, phone: null } }).next).toContain('find_contact');
    const checked = { ...boutiqueDeDroit, assuredDate: '2026-11-01', assurer: 'BAOS' };
    expect(draft({ service: checked }).next).toEqual(['hand_over_named']);
  });

  it('starts from the needs that the service answers', () => {
    expect(firstEdits(awa, boutiqueDeDroit).needs).toEqual(['documents']);
    expect(firstEdits(awa, null).needs).toEqual(['training']);
  });
});

describe('the statuses of a referral', () => {
  it('lead from the draft to the person’s own word, one after the other', () => {
    const way: ReferralStatus[] = [
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
    ];
    for (const [i, status] of way.slice(1).entries()) expect(mayFollow(way[i]!, status), status).toBe(true);
  });

  it('never lead back to what has left, nor out of a closed referral', () => {
    expect(nextStatuses('closed')).toEqual([]);
    for (const status of referralStatuses.filter((one) => !isEditable(one)))
      expect(nextStatuses(status).some(isEditable), status).toBe(false);
    expect(mayFollow('draft', 'delivered')).toBe(false);
    expect(mayFollow('consent_withdrawn', 'sent')).toBe(false);
  });

  it('let the person speak where the receiver is silent, and the receiver late', () => {
    expect(mayFollow('sent', 'confirmed_by_client')).toBe(true);
    expect(mayFollow('no_response', 'accepted')).toBe(true);
    expect(mayFollow('confirmed_by_client', 'delivered')).toBe(true);
  });
});
