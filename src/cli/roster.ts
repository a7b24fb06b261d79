import { Command } from 'commander';
import { addToRoster, type RosterDoor, removeFromRoster, rosterList } from '../handoff/roster-store.ts';

/** The database, the keys and the clock for one command. */
export interface RosterDeps extends RosterDoor {
  readonly now: () => Date;
}

/** What `dellusi roster add` was told. */
export interface RosterOptions {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  readonly hours: string;
}

/** Puts somebody on the duty roster and says so; throws one clear line when it cannot. */
export async function rosterAdd(deps: RosterDeps, options: RosterOptions): Promise<string> {
  const result = await addToRoster(deps, options, deps.now());
  if ('faults' in result) throw new Error(`Not added: ${result.faults.join('; ')}.`);
  return `${options.name.trim()} is on the duty roster as number ${result.id}, on duty ${options.hours.trim()}.`;
}

/** The roster, one line a person, in the order in which they are told. */
export async function rosterLines(deps: RosterDeps): Promise<readonly string[]> {
  const people = await rosterList(deps);
  if (people.length === 0) return ['Nobody is on the duty roster.'];
  return people.map(({ id, name, phone, email, hoursText }) =>
    [id, name, hoursText, phone, email].filter((part) => part !== null).join('\t'),
  );
}

/** Takes somebody off the roster by number and forgets how to reach them. */
export async function rosterRemove(deps: RosterDeps, number: string): Promise<string> {
  const known = /^\d{1,9}$/.test(number) && (await removeFromRoster(deps.db, Number(number), deps.now()));
  if (!known)
    throw new Error(`Nobody on the duty roster has the number ${number}: see "dellusi roster list".`);
  const left = (await rosterList(deps)).length;
  const warning = left === 0 ? ' Nobody is left: the real channels will not open.' : '';
  return `Number ${number} is off the duty roster.${warning}`;
}

/** Runs work with the database and keys, wherever they are. */
export type WithRoster = (work: (deps: RosterDeps) => Promise<void>) => Promise<void>;

/** `dellusi roster add|list|remove`: who is told of a danger, and when a person may expect an answer. */
export function rosterCommand(
  withRoster: WithRoster,
  io: { readonly print: (line: string) => void },
): Command {
  const roster = new Command('roster').description('who is on duty when');
  roster
    .command('add')
    .description('put somebody on the duty roster')
    .requiredOption('--name <name>', 'the name that colleagues know')
    .option('--phone <number>', 'with the country code, beginning with +')
    .option('--email <address>', 'the same as their account on the desk, if they have one')
    .requiredOption('--hours <hours>', 'always, or such as "Mo-Fr 08:00-17:00"')
    .action((options: RosterOptions) => withRoster(async (deps) => io.print(await rosterAdd(deps, options))));
  roster
    .command('list')
    .description('show the duty roster')
    .action(() => withRoster(async (deps) => io.print((await rosterLines(deps)).join('\n'))));
  roster
    .command('remove <number>')
    .description('take somebody off the duty roster')
    .action((number: string) => withRoster(async (deps) => io.print(await rosterRemove(deps, number))));
  return roster;
}
