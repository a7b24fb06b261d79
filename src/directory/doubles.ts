import { plain, wordsOf } from '../language/understand/letters.ts';
import { errorsAllowed, typingErrors } from '../language/understand/near.ts';
import { type Listing, listingsOf } from './listing.ts';
import type { Snapshot } from './snapshot.ts';

/** More entries than this with one number: it is a switchboard or a national line, and says nothing of doubles. */
const mostOfOneOffice = 2;

/**
 * Entries that may be the same as this one: the same name at the same place, the same number under nearly the same
 * name, or a number of one office alone. A number that many share, or that serves the country, proves nothing.
 */
export function doublesOf(snapshot: Snapshot, one: Listing): readonly Listing[] {
  const active = listingsOf(snapshot).filter(({ service }) => service.status === 'active');
  const sameNumber = one.phone ? active.filter((other) => numberOf(other) === numberOf(one)) : [];
  const shared = sameNumber.length > mostOfOneOffice || isNational(one);
  return active.filter((other) => {
    if (other.service.id === one.service.id) return false;
    if (other.place?.id === one.place?.id && nameOf(other) === nameOf(one)) return true;
    if (!sameNumber.includes(other) || liesElsewhere(one, other)) return false;
    return nearName(nameOf(one), nameOf(other)) || !(shared || isNational(other));
  });
}

/** Whether two entries are known to lie in different départements: hardly one service. */
export function liesElsewhere(one: Pick<Listing, 'place'>, other: Pick<Listing, 'place'>): boolean {
  const [here, there] = [one, other].map(({ place }) => place?.departementPcode ?? place?.regionPcode);
  return here !== undefined && there !== undefined && here !== there;
}

const nameOf = ({ service }: Listing) => wordsOf(plain(service.name)).join(' ');
const numberOf = ({ phone }: Listing) => phone?.number.replace(/\D/g, '').slice(-9);

function isNational({ areas, country, service }: Listing): boolean {
  return service.lines.length > 0 || areas.includes(country.iso3);
}

/** Whether every word of the shorter name stands in the longer one, typing errors forgiven. */
function nearName(one: string, other: string): boolean {
  const [few = [], many = []] = [one, other]
    .map((name) => name.split(' ').filter((word) => word.length > 2))
    .sort((a, b) => a.length - b.length);
  const isIn = (word: string) =>
    many.some((each) => typingErrors(each, word, errorsAllowed(word.length)) <= errorsAllowed(word.length));
  return few.length > 0 && few.every(isIn);
}
