// `npm run check`: types of every runtime, lint and format, the layer fences, unused code. All run, then the sum is said.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, rootDir } from './machine.mjs';

const node = findNode() ?? process.execPath;
const runtimes = readdirSync(rootDir).filter((name) => /^tsconfig\.(?!base\b)\w+\.json$/.test(name));
const checks = [
  ...runtimes.filter(hasSources).map((name) => [`types, ${name}`, ['typescript', 'bin', 'tsc'], ['-p', name]]),
  ['lint and format', ['@biomejs', 'biome', 'bin', 'biome'], ['check', '.']],
  ['layers', ['vitest', 'vitest.mjs'], ['run', 'test/layers.test.ts']],
  ['unused code', ['knip', 'bin', 'knip.js'], []],
];

const broken = checks.filter(([name, scriptPath, args]) => {
  process.stdout.write(`\n> ${name}\n`);
  const script = join(rootDir, 'node_modules', ...scriptPath);
  return spawnSync(node, [script, ...args], { cwd: rootDir, stdio: 'inherit' }).status !== 0;
});

process.exitCode = broken.length > 0 ? 1 : 0;
process.stdout.write(
  broken.length === 0
    ? `\nAll ${checks.length} checks pass.\n`
    : `\n${broken.length} of ${checks.length} checks fail: ${broken.map(([name]) => name).join('; ')}\n`,
);

/** TypeScript calls a configuration without a single file an error. */
function hasSources(configName) {
  const runtime = configName.split('.')[1];
  const folder = { node: 'test', e2e: 'test/e2e' }[runtime] ?? `src/${runtime}`;
  const dir = join(rootDir, folder);
  return existsSync(dir) && readdirSync(dir, { recursive: true }).some((name) => /\.tsx?$/.test(name));
}
