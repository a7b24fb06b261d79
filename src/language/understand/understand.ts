import type { Locales } from '../locales.ts';
import type { PlaceName, WiderUnderstanding } from '../understanding.ts';
import { createAgeReader, createAgesReader } from './age.ts';
import { createBranchReader } from './branch.ts';
import { createChoiceReader } from './choice.ts';
import { createCommandReader } from './command.ts';
import { createDangerReader } from './danger.ts';
import { createGreetingReader } from './greeting.ts';
import { createIntentReader } from './intent.ts';
import { createLanguageReader } from './language.ts';
import { createLexicon } from './lexicon.ts';
import { createNameAndHourReader } from './name-and-hour.ts';
import { createNamelessReader } from './nameless.ts';
import { createNumberFinder, createNumberReader } from './number.ts';
import { createPlaceReader } from './place.ts';
import { createTimeReader } from './time.ts';
import { createTopicReader } from './topic.ts';
import { createYesNoReader } from './yes-no.ts';

/** Builds everything that is understood, from the locale files and the names of places; one per process. */
export function createUnderstanding(locales: Locales, placeNames: readonly PlaceName[]): WiderUnderstanding {
  const lexicon = createLexicon(locales);
  const findNumbers = createNumberFinder(lexicon);
  const yesNo = createYesNoReader(lexicon);
  const ages = createAgesReader(lexicon, findNumbers);
  return {
    language: createLanguageReader(lexicon),
    command: createCommandReader(lexicon),
    choice: createChoiceReader(lexicon, findNumbers, yesNo),
    number: createNumberReader(lexicon, findNumbers),
    yesNo,
    age: createAgeReader(ages),
    place: createPlaceReader(lexicon, placeNames),
    danger: createDangerReader(lexicon, ages),
    intent: createIntentReader(lexicon),
    nameAndHour: createNameAndHourReader(lexicon),
    time: createTimeReader(lexicon, findNumbers),
    topics: createTopicReader(lexicon),
    branch: createBranchReader(lexicon),
    nameless: createNamelessReader(lexicon, placeNames),
    greeting: createGreetingReader(lexicon),
  };
}
