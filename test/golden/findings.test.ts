import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { analyse } from '#core/atlas/analysis.ts';
import { effectsTable } from '../../tools/findingsTable.ts';
import { readGoldenStudy } from '../../tools/goldenStudy.ts';

const COMMITTED = join(import.meta.dirname, '..', '..', 'docs', 'findings', 'atlas.csv');

/** A change of the statistics shows here; `npm run demo && npm run findings` writes the table anew, and its difference is for somebody to read. */
it('the effects and q-values of the demo study are those that were committed', () => {
  const { input, unit, concepts } = readGoldenStudy();
  expect(effectsTable(analyse(input), unit, concepts)).toBe(readFileSync(COMMITTED, 'utf8'));
}, 60_000);
