import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

/** `npm run -s bench -- <name> [--json] [options]`: one measurement a file, each printing ratios taken side by side in one run. */

/** What a bench file exports: it logs to stderr as it goes and returns the figures. */
export type Bench = (options: readonly string[]) => Promise<Readonly<Record<string, number>>>;

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => basename(file, '.bench.ts'));

const [name, ...options] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Usage: npm run -s bench -- <${names.join('|')}> [--json]\n`);
  process.exit(2);
}
const { bench } = (await import(`./${name}.bench.ts`)) as { bench: Bench };
const figures = await bench(options.filter((option) => option !== '--json'));
if (options.includes('--json')) process.stdout.write(`${JSON.stringify(figures)}\n`);
else for (const [key, value] of Object.entries(figures)) process.stdout.write(`${key.padEnd(24)} ${value}\n`);
process.exit(0);
