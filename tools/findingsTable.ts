import type { Analysis } from '#core/atlas/analysis.ts';
import type { Concept } from '#core/atlas/atlasTable.ts';

/** Concepts of a unit that stand in the table. */
const EFFECTS = 5;

/**
 * The largest effects of every unit with their intervals and tests, two digits, as docs/findings/atlas.csv has them: what a change of the analysis would change.
 *
 * @param unit [units] numbers of the classifier's units
 */
export function effectsTable(analysis: Analysis, unit: ArrayLike<number>, concepts: readonly Concept[]): string {
  const { effects, half, p, q } = analysis;
  const lines = Array.from(unit, (number, row) => {
    const cell = (concept: number) => row * analysis.concepts + concept;
    return Array.from(concepts.keys())
      .filter((concept) => !Number.isNaN(effects.value[cell(concept)]))
      .sort((a, b) => Math.abs(effects.value[cell(b)] as number) - Math.abs(effects.value[cell(a)] as number))
      .slice(0, EFFECTS)
      .map((concept) => {
        const { part, metric } = concepts[concept] as Concept;
        const [value, reach] = [effects.value[cell(concept)] as number, half[cell(concept)] as number];
        const numbers = [value, value - reach, value + reach].map((each) => text(each, each.toFixed(2)));
        const tests = [p, q].map((table) => table[cell(concept)] as number);
        return [number, part, metric, ...numbers, ...tests.map((each) => text(each, each.toPrecision(2)))].join(',');
      });
  });
  return `${['unit,part,metric,effect,low,high,p,q', ...lines.flat()].join('\n')}\n`;
}

/** Empty for what is missing. */
function text(value: number, written: string): string {
  return Number.isNaN(value) ? '' : written;
}
