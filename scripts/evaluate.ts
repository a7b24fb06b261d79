// npm run eval [-- KIND … --unseen --from FOLDER --figures | --writers]: runs the labelled messages of test/understanding/
// (or of its folder unseen/, which nothing was learnt from, or of any folder) and prints accuracy, false alarms and what was
// taken for what; with --figures no message, so that a sample stays unseen. With --writers: danger as read by models that
// have not seen the writer, at several thresholds.
import { loadLocales } from '../src/language/locales.ts';
import { createUnderstanding } from '../src/language/understand/understand.ts';
import { type Kind, kinds, type Sample } from '../test/understanding/cases.ts';
import { evaluate } from '../test/understanding/evaluation.ts';
import { seededPlaces } from '../test/understanding/gazetteer.ts';
import { evaluateSpellings } from '../test/understanding/spellings.ts';
import { crossDanger } from './models/cross.ts';

const given = process.argv.slice(2);
const chosen = kinds.filter((kind) => given.includes(kind));
const folder = given[given.indexOf('--from') + 1];
const named = given.includes('--unseen') ? 'unseen' : 'seen';
const sample: Sample = given.includes('--from') && folder !== undefined ? { folder } : named;
const figuresOnly = given.includes('--figures');
const locales = loadLocales('locales');
const places = seededPlaces();
const understanding = createUnderstanding(locales, places);
if (given.includes('--writers'))
  for (const line of crossDanger('locales', locales)) console.log(JSON.stringify(line));
else for (const kind of chosen.length > 0 ? chosen : kinds) report(kind);

function report(kind: Kind): void {
  const { wrongs, ...figures } = evaluate(kind, understanding, locales, sample);
  console.log(JSON.stringify(figures));
  if (figuresOnly) return;
  for (const { given: one, got } of wrongs) {
    console.log(`   ${one.expected} → ${got}  ${one.question ? `[${one.question}] ` : ''}${one.text}`);
  }
  if (kind === 'place')
    console.log(JSON.stringify({ kind: 'place spellings', ...evaluateSpellings(understanding, places) }));
}
