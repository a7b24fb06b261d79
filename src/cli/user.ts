import { Command } from 'commander';
import { leastPasswordLength } from '../desk/password.ts';
import { isRole, roles } from '../desk/roles.ts';
import { addStaff, type Database, type StaffFault } from '../desk/staff-store.ts';

/** Where the command reads the password and says what it did. */
export interface UserIo {
  readonly print: (line: string) => void;
  readonly readInput: () => Promise<string>;
}

/** Runs work on the database, wherever it is: opened here or through the running server. */
export type WithDatabase = (work: (db: Database) => Promise<void>) => Promise<void>;

const faults: Record<StaffFault, string> = {
  email_invalid: '--email is not an e-mail address.',
  name_missing: '--name is empty.',
  password_short: `The password on standard input has fewer than ${leastPasswordLength} characters.`,
  email_taken: 'Somebody with this e-mail already has an account.',
  link_used: 'The link was used before.',
};

/** What `dellusi user add` was told. */
export interface UserOptions {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly region?: readonly string[];
  readonly language?: readonly string[];
}

/** Adds an account and says so; throws one clear line when it cannot. */
export async function addUser(db: Database, options: UserOptions, password: string): Promise<string> {
  if (!isRole(options.role)) throw new Error(`--role must be one of ${roles.join(', ')}.`);
  const result = await addStaff(db, {
    email: options.email,
    name: options.name,
    role: options.role,
    regions: options.region ?? [],
    languages: options.language ?? [],
    password,
  });
  if ('fault' in result) throw new Error(faults[result.fault]);
  return `${result.added.name} (${result.added.role}) can now sign in as ${result.added.email}.`;
}

/** `dellusi user add …`, the password on standard input so that it stands in no shell history. */
export function userCommand(withDatabase: WithDatabase, io: UserIo): Command {
  const user = new Command('user').description('accounts of the desk');
  user
    .command('add')
    .description('add somebody who may sign in to the desk')
    .requiredOption('--email <address>', 'e-mail address to sign in with')
    .requiredOption('--name <name>', 'name that colleagues see')
    .requiredOption('--role <role>', roles.join(', '))
    .option('--region <pcode...>', 'regions worked for, such as SN07 (none: all)')
    .option('--language <code...>', 'languages spoken with people, such as wo')
    .requiredOption('--password-stdin', 'read the password from standard input')
    .action(async (options: UserOptions) => {
      const password = (await io.readInput()).replace(/\r?\n$/, '');
      await withDatabase(async (db) => io.print(await addUser(db, options, password)));
    });
  return user;
}
