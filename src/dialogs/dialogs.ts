import { callback } from './callback.ts';
import { complaint } from './complaint.ts';
import { consent } from './consent.ts';
import { correct } from './correct.ts';
import { danger } from './danger.ts';
import type { Dialog, DialogName } from './dialog.ts';
import { erase } from './erase.ts';
import { first_contact } from './first_contact.ts';
import { followup } from './followup.ts';
import { for_other } from './for_other.ts';
import { foreigner } from './foreigner.ts';
import { full } from './full.ts';
import { info } from './info.ts';
import { information } from './information.ts';
import { language } from './language.ts';
import { leaving } from './leaving.ts';
import { menu } from './menu.ts';
import { minor } from './minor.ts';
import { move } from './move.ts';
import { my_data } from './my_data.ts';
import { needs } from './needs.ts';
import { offer_person } from './offer_person.ts';
import { opted_out } from './opted_out.ts';
import { pass_on } from './pass_on.ts';
import { pin } from './pin.ts';
import { refused } from './refused.ts';
import { relative } from './relative.ts';
import { reminder } from './reminder.ts';
import { requests } from './requests.ts';
import { services } from './services.ts';
import { voice } from './voice.ts';
import { waiting } from './waiting.ts';
import { who } from './who.ts';
import { wish } from './wish.ts';
import { withdraw } from './withdraw.ts';

/** Every dialog by name; a name without a dialog does not compile. */
export const dialogs: Readonly<Record<DialogName, Dialog>> = {
  first_contact,
  consent,
  refused,
  needs,
  callback,
  minor,
  danger,
  waiting,
  menu,
  services,
  language,
  info,
  erase,
  opted_out,
  offer_person,
  complaint,
  my_data,
  information,
  pass_on,
  followup,
  voice,
  full,
  leaving,
  relative,
  foreigner,
  for_other,
  requests,
  pin,
  correct,
  withdraw,
  reminder,
  move,
  who,
  wish,
};
