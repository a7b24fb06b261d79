import { Command } from 'commander';
import { findPaths } from '../config.ts';
import { checkLocales } from '../language/locales.ts';

/** Commands that need no database. */
export function toolCommands(): readonly Command[] {
  return [localesCommand()];
}

function localesCommand(): Command {
  const locales = new Command('locales').description('the texts and what waits for review');
  locales
    .command('check')
    .description('all faults of the locale files, with file and line')
    .action(() => {
      const faults = checkLocales(findPaths().locales);
      for (const { file, line, message } of faults) console.error(`${file}:${line} ${message}`);
      if (faults.length > 0) process.exitCode = 1;
      else console.log('The locale files are in order.');
    });
  return locales;
}
