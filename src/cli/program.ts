import { join } from 'node:path';
import { Command } from 'commander';
import type { OpenDatabase } from '../../db/open.ts';
import type { Keys } from '../../db/seal.ts';
import { addCampaign, campaignCounts } from '../campaigns/store.ts';
import type { Config } from '../config.ts';
import { directoryCommand } from './directory.ts';
import { rosterCommand } from './roster.ts';
import { userCommand } from './user.ts';

/** What commands on the database work with, in the running server or on their own. */
export interface CommandParts {
  readonly config: Config;
  readonly open: Pick<OpenDatabase, 'db'>;
  readonly keys: Keys;
  readonly now: () => Date;
}

/** Where a command reads and writes: the terminal, or the socket of the running server. */
export interface CommandIo {
  readonly print: (line: string) => void;
  readonly readInput: () => Promise<string>;
}

/** Names of the commands that need the database. */
export const databaseCommands = ['user', 'roster', 'campaign', 'directory'] as const;

/** The administration commands that need the database. */
export function databaseProgram(withParts: () => Promise<CommandParts>, io: CommandIo): Command {
  const program = new Command('dellusi').exitOverride();
  program.configureOutput({ writeOut: io.print, writeErr: io.print });
  const added = [
    userCommand(async (work) => work((await withParts()).open.db), io),
    rosterCommand(async (work) => {
      const { open, keys, now } = await withParts();
      await work({ db: open.db, keys, now });
    }, io),
    campaignCommand(withParts, io),
    directoryCommand(async (work) => {
      const { open, config, now } = await withParts();
      const { seed } = config.paths;
      await work({ db: open.db, packFolder: join(seed, config.country), now });
    }, io),
  ];
  for (const command of added) program.addCommand(command);
  settle(program);
  return program;
}

/** Commands built elsewhere would otherwise print past `io` and end the process: the running server, with a typing error. */
function settle(command: Command): void {
  for (const one of command.commands) settle(one.copyInheritedSettings(command));
}

function campaignCommand(withParts: () => Promise<CommandParts>, io: CommandIo): Command {
  const campaign = new Command('campaign').description('campaigns that share the number');
  campaign
    .command('add')
    .description('add a campaign with the word that people type')
    .requiredOption('--code <word>', 'such as KOLDA5')
    .requiredOption('--name <name>', 'what colleagues call it')
    .action(async ({ code, name }: { code: string; name: string }) => {
      const { open, config } = await withParts();
      await addCampaign(open.db, code, name);
      io.print(`Share ${config.publicUrl}/c/${code.toUpperCase()} or the word ${code.toUpperCase()}.`);
    });
  campaign
    .command('list')
    .description('campaigns and what came of them')
    .action(async () => {
      const rows = await campaignCounts((await withParts()).open.db);
      if (rows.length === 0) io.print('There is no campaign yet.');
      for (const { code, name, links, messages } of rows)
        io.print([code, name, `${links} links followed`, `${messages} people wrote`].join('\t'));
    });
  return campaign;
}
