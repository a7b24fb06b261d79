import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPaths } from '../src/config.ts';

/** Who stands above whom (DESIGN section 3): a folder may import what stands in a lower line, nothing beside it. */
const lines: readonly (readonly string[])[] = [
  ['main'],
  ['app'],
  ['cli'],
  ['bot', 'desk', 'api'],
  ['dialogs'],
  ['handoff', 'campaigns', 'insights'],
  ['messages', 'people', 'directory'],
  ['questionnaire', 'language'],
];
/** Files of `src` that together are `app`. */
const appFiles = new Set(['app', 'parts', 'routes', 'surroundings']);
/** What stands beside the lines, and who may import it. */
const beside: Readonly<Record<string, readonly string[]>> = {
  config: ['main', 'app', 'cli', 'bot', 'desk', 'api', 'data-dir'],
  'data-dir': ['main', 'app', 'cli'],
  fault: [...lines.flat(), 'config', 'data-dir'],
};
/** The only parts of db/ that other files than stores may name, and only as types. */
const openToAll = /^db\/(open|seal|jobs)\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
  readonly typeOnly: boolean;
}

const { root } = findPaths();
const files = ['src', 'db'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
);
const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file, sources.get(file)!));

function importsOf(from: string, source: string): Import[] {
  const statements = source.matchAll(/^(?:import|export)\b([^;]*?)\bfrom\s+'([^']+)'/gms);
  const bare = source.matchAll(/^import\s+()'([^']+)'/gm);
  const dynamic = source.matchAll(/\b(?:import|require)\(\s*()'([^']+)'/g);
  return [...statements, ...bare, ...dynamic].map(([, names = '', target = '']) => {
    const isPackage = !target.startsWith('.');
    const to = isPackage ? target : normalize(join(dirname(from), target));
    return { from, to, isPackage, typeOnly: isTypeOnly(names) };
  });
}

function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true;
  const listed = /^\s*\{(.*)\}\s*$/s.exec(names)?.[1];
  return Boolean(listed?.split(',').every((name) => !name.trim() || /^\s*type\s/.test(name)));
}

/** The folder a file counts as: `bot`, `app`, `config` …, or `db`. */
function folderOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  if (top === 'db') return 'db';
  const name = next.replace(/\.tsx?$/, '');
  return appFiles.has(name) ? 'app' : name;
}

function mayImport(from: string, to: string): boolean {
  if (from === to || to === 'db') return true;
  // The setting LANGUAGES is checked against the languages there are.
  if (from === 'config') return ['fault', 'language'].includes(to);
  if (beside[to]) return beside[to].includes(from);
  const line = (folder: string) => lines.findIndex((names) => names.includes(folder));
  return line(from) >= 0 && line(from) < line(to);
}

const isStore = (file: string) => /(^|\/|-)store\.ts$/.test(file);
const told = ({ from, to }: Import) => `${from} imports ${to}`;
const packages = (name: RegExp) => imports.filter((one) => one.isPackage && name.test(one.to));

describe('the import walls', () => {
  it('read what the files really import', () => {
    expect(imports.length).toBeGreaterThan(500);
    expect(imports.filter((one) => !one.isPackage && !sources.has(one.to)).map(told)).toEqual([]);
    expect(
      importsOf('src/a/b.ts', "import type { A } from '../c.ts';\nimport { type D, e } from 'f';"),
    ).toEqual([
      { from: 'src/a/b.ts', to: 'src/c.ts', isPackage: false, typeOnly: true },
      { from: 'src/a/b.ts', to: 'f', isPackage: true, typeOnly: false },
    ]);
    expect([mayImport('bot', 'dialogs'), mayImport('dialogs', 'bot'), mayImport('desk', 'bot')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('know every folder', () => {
    const known = new Set([...lines.flat(), ...Object.keys(beside), 'db']);
    expect([...new Set(files.map(folderOf))].filter((folder) => !known.has(folder))).toEqual([]);
  });

  it('let imports go downwards only', () => {
    const own = imports.filter((one) => !one.isPackage);
    expect(own.filter((one) => !mayImport(folderOf(one.from), folderOf(one.to))).map(told)).toEqual([]);
  });

  it('let nothing in db/ know what is above it', () => {
    expect(
      imports.filter((one) => one.from.startsWith('db/') && one.to.startsWith('src/')).map(told),
    ).toEqual([]);
  });

  it('let no file come back to itself, within a folder neither', () => {
    expect(circles()).toEqual([]);
  });

  it.each([
    ['botbuilder', /^botbuilder/, /^src\/bot\//],
    ['twilio', /^twilio/, /^src\/bot\//],
    ['fastify', /^fastify$/, /^src\/((app|routes|parts)\.ts|bot\/|desk\/|api\/)/],
    ['i18next', /^i18next/, /^src\/language\//],
    ['natural', /^natural/, /^src\/language\//],
    ['drizzle', /^drizzle-orm/, /^db\/|^src\/bot\/turn\.ts$|(\/|-)store\.ts$/],
    ['pg, PGlite and pg-boss', /^(pg|pg-boss|@electric-sql\/.*)$/, /^db\//],
  ])('let %s be imported only where it belongs', (_name, name, where) => {
    expect(
      packages(name)
        .filter((one) => !where.test(one.from))
        .map(told),
    ).toEqual([]);
  });

  it('let natural be imported by sub-path only', () => {
    expect(packages(/^natural$/).map(told)).toEqual([]);
  });

  it('let stores and the turn alone reach the tables', () => {
    const reaching = imports.filter((one) => one.from.startsWith('src/') && one.to.startsWith('db/'));
    const joining = new Set(['app', 'cli', 'main']);
    const wrong = reaching.filter(({ from, to, typeOnly }) => {
      if (isStore(from) || from === 'src/bot/turn.ts') return false;
      return !openToAll.test(to) || !(typeOnly || joining.has(folderOf(from)));
    });
    expect(wrong.map(told)).toEqual([]);
  });
});

describe('what comes in from outside', () => {
  const offending = (pattern: RegExp, among: RegExp, except: readonly string[] = []) =>
    files.filter(
      (file) =>
        among.test(file) && !except.includes(file) && pattern.test(withoutComments(sources.get(file)!)),
    );

  it('is the environment, read by config.ts alone', () => {
    expect(offending(/\bprocess\.env\b/, /^(src|db)\//)).toEqual(['src/config.ts']);
  });

  it('is time and chance: neither questionnaire, language nor dialogs make their own', () => {
    const chance = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandom(UUID|Bytes|Int)\b|\bprocess\./;
    expect(offending(chance, /^src\/(questionnaire|language|dialogs)\//)).toEqual([]);
  });

  it('is files: only the loaders read them', () => {
    const loaders = ['locales', 'topics', 'review']
      .map((name) => `src/language/${name}.ts`)
      .concat('src/dialogs/forms.ts');
    expect(offending(/from 'node:/, /^src\/(questionnaire|language|dialogs)\//, loaders)).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
}

/** Every group of files that import each other in a circle, by Tarjan's walk. */
function circles(): string[][] {
  const next = Map.groupBy(
    imports.filter((one) => !one.isPackage),
    (one) => one.from,
  );
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    open.push(file);
    for (const { to } of next.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (open.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const group = open.splice(open.indexOf(file));
    if (group.length > 1) found.push(group.sort());
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found;
}
