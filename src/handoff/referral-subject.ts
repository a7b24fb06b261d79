import type { Priority } from './case.ts';
import type { CaseFile } from './file-store.ts';
import type { ReferralSubject } from './referral-source.ts';

/** The case file as the referral draft reads it; the name of the place comes from the directory. */
export function referralSubject(
  file: CaseFile,
  place: { name: string; pcode: string } | null,
): ReferralSubject {
  const { case: row, person } = file;
  return {
    code: row.code,
    priority: row.priority as Priority,
    minor: row.minor,
    danger: row.danger,
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    firstContact: firstContactOf(file),
    needs: row.needs,
    place,
    spokenLanguage: row.spokenLanguage ?? person.spokenLanguage,
    textLanguage: person.textLanguage,
    contact: row.contact,
    sharedPhone: person.writing === 'shared',
    hasPhone: file.addresses.length > 0,
    words: file.words,
    answers: file.answers,
    consents: file.consents,
  };
}

function firstContactOf({ case: { firstContactAt }, events }: CaseFile): ReferralSubject['firstContact'] {
  if (!firstContactAt) return null;
  const made = events.find(({ kind, data }) => kind === 'first_contact' && data.reached === true);
  const { how, minutes, language } = made?.data ?? {};
  return {
    at: firstContactAt,
    how: typeof how === 'string' ? how : 'message',
    minutes: typeof minutes === 'number' ? minutes : null,
    language: typeof language === 'string' ? language : null,
  };
}
