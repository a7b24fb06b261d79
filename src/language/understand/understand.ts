import type { Locales } from '../locales.ts';
import type { PlaceName, WiderUnderstanding } from '../understanding.ts';
import { createAgeReader, createAgesReader } from './age.ts';
import { createBranchReader, createChangeReader } from './branch.ts';
import { createChoiceReader } from './choice.ts';
import { createCommandReader } from './command.ts';
import { createDangerReader } from './danger.ts';
import { createGreetingReader } from './greeting.ts';
import { createIntentReader } from './intent.ts';
import { createLanguageReader } from './language.ts';
import { longestRead } from './letters.ts';
import { createLexicon } from './lexicon.ts';
import { createNameAndHourReader } from './name-and-hour.ts';
import { createNamelessReader } from './nameless.ts';
import { createNeedsReader } from './needs-told.ts';
import { createNumberFinder, createNumberReader } from './number.ts';
import { createPlaceReader } from './place.ts';
import { knownWords } from './place-mentions.ts';
import { createPlaceNames } from './place-names.ts';
import { createThanksReader } from './thanks.ts';
import { createTimeReader } from './time.ts';
import { createTopicReader } from './topic.ts';
import { createYesNoReader } from './yes-no.ts';

/** Builds everything that is understood, from the locale files and the names of places; one per process. */
export function createUnderstanding(locales: Locales, placeNames: readonly PlaceName[]): WiderUnderstanding {
  const lexicon = createLexicon(locales);
  const findNumbers = createNumberFinder(lexicon);
  const ages = createAgesReader(lexicon, findNumbers);
  const names = createPlaceNames(placeNames, lexicon);
  const yes = lexicon.plainPhrases('yes');
  const yesNo = createYesNoReader(lexicon, (words) => {
    return !yes.has(words.join(' ')) && names.same(words).some(({ distance }) => distance === 0);
  });
  const known = knownWords(lexicon, names);
  const age = createAgeReader(ages);
  const intent = createIntentReader(lexicon);
  return {
    language: upTo(createLanguageReader(lexicon)),
    command: upTo(createCommandReader(lexicon)),
    choice: upTo(createChoiceReader(lexicon, findNumbers, yesNo, age)),
    number: upTo(createNumberReader(lexicon, findNumbers)),
    yesNo: upTo(yesNo),
    age: upTo(age),
    place: upTo(createPlaceReader(lexicon, names, known)),
    danger: upTo(createDangerReader(lexicon, ages)),
    intent: upTo(intent),
    needs: upTo(createNeedsReader(lexicon, intent)),
    nameAndHour: upTo(createNameAndHourReader(lexicon)),
    time: upTo(createTimeReader(lexicon, findNumbers)),
    topics: upTo(createTopicReader(lexicon)),
    branch: upTo(createBranchReader(lexicon)),
    change: upTo(createChangeReader(lexicon)),
    nameless: upTo(createNamelessReader(lexicon, names, known)),
    greeting: upTo(createGreetingReader(lexicon)),
    thanks: upTo(createThanksReader(lexicon)),
  };
}

/** A reader that is never given more than can be read fast. */
function upTo<Rest extends readonly unknown[], Reading>(
  read: (text: string, ...rest: Rest) => Reading,
): (text: string, ...rest: Rest) => Reading {
  return (text, ...rest) => read(text.length > longestRead ? text.slice(0, longestRead) : text, ...rest);
}
