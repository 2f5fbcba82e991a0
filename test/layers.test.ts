/**
 * The fences of docs/architecture, executed: who may import whom, no circular imports, stages in order, honest names.
 * Every check first proves that it saw something: a walker that parses nothing would find no violation either.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

const rootDir = fileURLToPath(new URL('..', import.meta.url));

/** From room to what it may import: rooms, and packages by name or by a scope such as `@mantine/`. */
const MAY_IMPORT: Readonly<
  Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>
> = {
  core: { rooms: ['core'], packages: ['zod', '@orpc/contract', '@noble/hashes', 'munkres', 'umap-js'] },
  backend: {
    rooms: ['core', 'backend'],
    packages: [
      'node:',
      'better-sqlite3',
      'onnxruntime-node',
      'fast-png',
      'hyparquet-writer',
      'sharp',
      'hono',
      'yaml',
      'zod',
      '@orpc/',
      '@noble/hashes',
    ],
  },
  main: { rooms: ['core', 'backend', 'main'], packages: ['node:', 'electron', 'hono', 'zod', '@orpc/'] },
  headless: {
    rooms: ['core', 'backend', 'headless'],
    packages: ['node:', 'hono', '@hono/', 'ws', 'commander', 'yaml', 'zod', '@orpc/'],
  },
  preload: { rooms: ['core', 'preload'], packages: ['electron'] },
  renderer: {
    rooms: ['core', 'renderer'],
    packages: [
      'react',
      'react-dom',
      '@mantine/',
      '@tabler/icons-react',
      '@tanstack/',
      'plotly.js',
      '@orpc/client',
      '@orpc/contract',
      '@orpc/tanstack-query',
      'zod',
    ],
  },
};

const STAGE_ORDER = [
  'pair',
  'samples',
  'linker',
  'sweep',
  'mask',
  'segment',
  'maps',
  'track',
  'measure',
  'atlas',
  'counterfactual',
  'report',
];

const EMPTY_NAMES = /(?:^|[-_.])(?:utils?|helpers?|common|misc|managers?)$|(?:Utils?|Helpers?|Common|Misc|Managers?)$/;

interface Import {
  /** Path of the importing file inside src, with forward slashes. */
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Whether only types pass, so that nothing is left of it at run time. */
  readonly isType: boolean;
  /** Path of the imported file inside src; null for a package. */
  readonly target: string | null;
}

const files = listSources('src');
const imports = files.filter((file) => /\.tsx?$/.test(file)).flatMap(readImports);

describe('layers', () => {
  test('the walker sees every file and every import', () => {
    const scripts = files.filter((file) => /\.tsx?$/.test(file));
    const counted = readdirSync(join(rootDir, 'src'), { recursive: true, encoding: 'utf8' });
    expect(scripts.length).toBe(counted.filter((name) => /\.tsx?$/.test(name)).length);
    expect(scripts.length).toBeGreaterThan(0);
    const lines = scripts.flatMap((file) => readSource(file).split('\n'));
    const plainImports = lines.filter((line) => /^(?:import|export) .*from '[^']+';?$/.test(line)).length;
    expect(plainImports).toBeGreaterThan(0);
    expect(imports.length).toBeGreaterThanOrEqual(plainImports);
  });

  test('every import inside src points to a file that exists', () => {
    const broken = imports.filter((item) => item.target !== null && !existsSync(join(rootDir, 'src', item.target)));
    expect(broken.map(describeImport)).toEqual([]);
  });

  test('each room imports only what the table allows', () => {
    expect(files.map(roomOf).filter((room) => !(room in MAY_IMPORT))).toEqual([]);
    expect(imports.filter((item) => !isAllowed(item)).map(describeImport)).toEqual([]);
  });

  test('preload takes only types from core', () => {
    const values = imports.filter(
      (item) => roomOf(item.from) === 'preload' && item.target?.startsWith('core/') && !item.isType,
    );
    expect(values.map(describeImport)).toEqual([]);
  });

  test('rooms are crossed by #room/..., never by ../', () => {
    const crossing = imports.filter(
      (item) => item.specifier.startsWith('.') && item.target !== null && roomOf(item.target) !== roomOf(item.from),
    );
    expect(crossing.map(describeImport)).toEqual([]);
  });

  test('no circular imports', () => {
    expect(findCycles(imports)).toEqual([]);
  });

  test('the pipeline lists stages in the order of the architecture', async () => {
    const { STAGE_NAMES } = await import('#core/pipeline.ts');
    expect(STAGE_NAMES.length).toBeGreaterThan(0);
    expect(STAGE_NAMES).toEqual(STAGE_ORDER.filter((stage) => STAGE_NAMES.some((name) => name === stage)));
  });

  test('a stage imports only types, and only from stages before it', () => {
    const stageFiles = files.filter((file) => file.startsWith('core/stages/'));
    expect(stageFiles.map(stageOf).filter((stage) => !STAGE_ORDER.includes(stage))).toEqual([]);
    const betweenStages = imports.filter(
      (item) => isInStage(item.from) && isInStage(item.target) && stageOf(item.from) !== stageOf(item.target ?? ''),
    );
    const wrong = betweenStages.filter(
      (item) =>
        !item.isType || STAGE_ORDER.indexOf(stageOf(item.target ?? '')) >= STAGE_ORDER.indexOf(stageOf(item.from)),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  test('no file or folder has a name that says nothing', () => {
    const named = ['src', 'test', 'bench', 'scripts'].flatMap(listSources).concat(files);
    const parts = new Set(named.flatMap((file) => file.split('/').map((part) => part.replace(/\..*$/, ''))));
    expect(parts.size).toBeGreaterThan(files.length > 0 ? 3 : 0);
    expect([...parts].filter((part) => EMPTY_NAMES.test(part))).toEqual([]);
  });
});

describe('the checks themselves', () => {
  const from = 'core/stages/sweep.ts';

  test.each([
    ["import type { A } from './linker.ts';", { isType: true, target: 'core/stages/linker.ts' }],
    ["import { type A, type B } from '#core/a.ts';", { isType: true, target: 'core/a.ts' }],
    ["import { type A, b } from '#core/a.ts';", { isType: false, target: 'core/a.ts' }],
    ["import './a.css';", { isType: false, target: 'core/stages/a.css' }],
    ["import text from './a.svg?raw';", { isType: false, target: 'core/stages/a.svg' }],
    ["export { a } from './a.ts';", { isType: false, target: 'core/stages/a.ts' }],
    ["export type * from './a.ts';", { isType: true, target: 'core/stages/a.ts' }],
    ["await import('#backend/a.ts');", { isType: false, target: 'backend/a.ts' }],
    ["type A = import('../a.ts').A;", { isType: true, target: 'core/a.ts' }],
    ["new URL('./process.ts', import.meta.url);", { isType: false, target: 'core/stages/process.ts' }],
    ["import fs from 'fs';", { isType: false, target: null }],
  ])('reads %s', (text, expected) => {
    expect(importsIn(from, text)).toMatchObject([expected]);
  });

  test.each([
    ['core/a.ts', "import 'node:fs';", false],
    ['core/a.ts', "import '#backend/a.ts';", false],
    ['core/a.ts', "import 'zod';", true],
    ['backend/a.ts', "import 'fs';", false],
    ['backend/a.ts', "import 'electron';", false],
    ['backend/a.ts', "import 'node:fs';", true],
    ['headless/a.ts', "import '#main/a.ts';", false],
    ['headless/a.ts', "import '@hono/node-server/serve-static';", true],
    ['renderer/a.ts', "import type { A } from '#backend/a.ts';", false],
    ['renderer/a.ts', "import '@orpc/server';", false],
    ['renderer/a.ts', "import '@mantine/core/styles.css';", true],
    ['renderer/a.ts', 'await import(name);', false],
  ])('%s with %s', (file, text, allowed) => {
    expect(importsIn(file, text).every(isAllowed)).toBe(allowed);
  });

  test('finds a cycle and names its files', () => {
    const found = [
      ...importsIn('core/a.ts', "import './b.ts';"),
      ...importsIn('core/b.ts', "import type { C } from './c.ts';"),
      ...importsIn('core/c.ts', "export * from './a.ts';"),
      ...importsIn('core/d.ts', "import './a.ts';"),
    ];
    expect(findCycles(found)).toEqual(['core/a.ts > core/b.ts > core/c.ts > core/a.ts']);
  });

  test.each([
    ['utils', true],
    ['jobManager', true],
    ['string-helpers', true],
    ['manage', false],
    ['linker', false],
    ['uncommon', false],
  ])('the name %s', (name, isEmpty) => {
    expect(EMPTY_NAMES.test(name)).toBe(isEmpty);
  });
});

function listSources(folder: string): string[] {
  const dir = join(rootDir, folder);
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return found.map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/')).sort();
}

function readSource(file: string): string {
  return readFileSync(join(rootDir, 'src', file), 'utf8');
}

function readImports(file: string): Import[] {
  return importsIn(file, readSource(file));
}

function importsIn(file: string, text: string): Import[] {
  const { program, errors } = parseSync(basename(file), text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found: Import[] = [];
  const note = (start: number, specifier: string, isType: boolean) => {
    const line = text.slice(0, start).split('\n').length;
    found.push({ from: file, line, specifier, isType, target: targetOf(file, specifier) });
  };
  new Visitor({
    ImportDeclaration(node) {
      const names = node.specifiers;
      const areAllTypes = names.length > 0 && names.every((name) => 'importKind' in name && name.importKind === 'type');
      note(node.start, node.source.value, node.importKind === 'type' || areAllTypes);
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const areAllTypes = node.specifiers.length > 0 && node.specifiers.every((name) => name.exportKind === 'type');
      note(node.start, node.source.value, node.exportKind === 'type' || areAllTypes);
    },
    ExportAllDeclaration(node) {
      note(node.start, node.source.value, node.exportKind === 'type');
    },
    ImportExpression(node) {
      note(node.start, literalOf(node.source), false);
    },
    TSImportType(node) {
      note(node.start, literalOf(node.source), true);
    },
    CallExpression(node) {
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require';
      if (isRequire) note(node.start, literalOf(node.arguments[0]), false);
    },
    NewExpression(node) {
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL';
      const specifier = literalOf(node.arguments[0]);
      if (isUrl && /^\.{1,2}\/.*\.tsx?$/.test(specifier)) note(node.start, specifier, false);
    },
  }).visit(program);
  return found;
}

/** A computed name cannot be checked, so it is reported as a package that no room may import. */
function literalOf(node: unknown): string {
  const isLiteral = typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string';
  return isLiteral ? String(node.value) : '(computed)';
}

function targetOf(file: string, specifier: string): string | null {
  const path = specifier.replace(/\?.*$/, '');
  if (path.startsWith('#')) return path.slice(1);
  if (path.startsWith('.')) return posix.join(posix.dirname(file), path);
  return null;
}

function isAllowed(item: Import): boolean {
  const allowed = MAY_IMPORT[roomOf(item.from)];
  if (!allowed) return false;
  if (item.target !== null) return allowed.rooms.includes(roomOf(item.target));
  if (builtinModules.includes(item.specifier)) return false;
  return allowed.packages.some(
    (name) => item.specifier === name || item.specifier.startsWith(/[:/]$/.test(name) ? name : `${name}/`),
  );
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function isInStage(file: string | null): boolean {
  return file?.startsWith('core/stages/') === true;
}

/** `core/stages/sweep.ts` and anything in `core/stages/sweep/` is the stage sweep. */
function stageOf(file: string): string {
  return file.split('/')[2]?.replace(/\.tsx?$/, '') ?? '';
}

function describeImport(item: Import): string {
  return `src/${item.from}:${item.line} imports ${item.specifier}`;
}

/** Depth first; each cycle is told once, from its first file in the alphabet. */
function findCycles(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, target } of edges) if (target !== null) next.set(from, [...(next.get(from) ?? []), target]);
  const cycles = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.add(nameCycle(path.slice(start)));
    if (start >= 0 || done.has(file)) return;
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of [...next.keys()].sort()) visit(file, []);
  return [...cycles].sort();
}

function nameCycle(members: readonly string[]): string {
  const first = members.indexOf([...members].sort()[0] ?? '');
  const turned = [...members.slice(first), ...members.slice(0, first)];
  return [...turned, turned[0]].join(' > ');
}
