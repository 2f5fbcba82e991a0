import type { MeasureId } from '#core/measure/measures.ts';
import type { AnyLinkerParams, Direction, LinkerParams, Range, SweepParams } from '#core/params.ts';
import { enumerate, formatFixed, formatSetting } from './numbers.ts';

/** Parameters in words; the same in sentences, tables and captions. */

export function directionName(direction: Direction): string {
  switch (direction.kind) {
    case 'unit':
      return `unit ${direction.unit}`;
    case 'none':
      return 'no-op control';
    default:
      return direction.name;
  }
}

export function methodName(params: AnyLinkerParams): string {
  switch (params.method) {
    case 'least-squares':
      return 'least squares';
    case 'ridge':
      return `ridge regression, ${penaltyName(params)}`;
    case 'elastic-net':
      return `elastic net, ${penaltyName(params)}, L1 share ${formatSetting(params.l1Ratio)}`;
    case 'pls':
      return `partial least squares, ${componentsName(params)}`;
    case 'mlp':
      return params.hidden.length === 0
        ? 'a network without hidden layers'
        : `a network with hidden layers of ${enumerate(params.hidden.map(formatSetting))}`;
    case 'imported':
      return `imported from ${params.file}`;
  }
}

const CHOSEN = {
  best: 'the best in cross-validation',
  'one-standard-error': 'chosen in cross-validation by one standard error',
} as const;

function penaltyName({ choose, penalty }: LinkerParams): string {
  return choose === 'given' ? `penalty ${formatSetting(penalty)}` : `penalty ${CHOSEN[choose]}`;
}

function componentsName({ choose, components }: LinkerParams): string {
  return choose === 'given'
    ? `${formatSetting(components)} components`
    : `components ${CHOSEN[choose]}, at most ${formatSetting(components)}`;
}

export function rangeName(range: Range): string {
  const ends =
    range.kind === 'minmax'
      ? 'smallest to largest value'
      : `percentile ${formatSetting(range.low)} to ${formatSetting(range.high)}`;
  return range.multiple === 1
    ? `${ends} of all accepted samples`
    : `${ends} of all accepted samples, × ${formatSetting(range.multiple)}`;
}

export function modeName(mode: SweepParams['mode']): string {
  return mode === 'linked' ? 'around the linked latent' : 'around the start picture’s own latent';
}

/** `0, 2, 5 to 9` */
export function unitList(units: readonly number[]): string {
  const sorted = [...new Set(units)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const unit of sorted) {
    const run = runs.at(-1);
    if (run && unit === run[1] + 1) run[1] = unit;
    else runs.push([unit, unit]);
  }
  return enumerate(runs.map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`)));
}

/** Values set along a strip, so many decimals that neighbours differ. */
export function stepLabels(values: readonly number[]): string[] {
  const first = values[0] ?? 0;
  const step = Math.abs((values[1] ?? first) - first);
  const decimals = step > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(step)))) : 2;
  return values.map((value) => formatFixed(value, decimals));
}

/** What is measured of a part, with its unit. */
export function measureName(measure: MeasureId): string {
  return MEASURES[measure];
}

const MEASURES: Readonly<Record<MeasureId, string>> = {
  area: 'area, px',
  share: 'share of the picture',
  lightness: 'lightness, CIELAB',
  a: 'green to red, CIELAB',
  b: 'blue to yellow, CIELAB',
  luminance: 'luminance, 0 to 255',
  entropy: 'entropy, bits',
  edge: 'edge strength',
  extent: 'extent, px',
  skeleton: 'skeleton length, px',
  eccentricity: 'eccentricity',
  angle: 'angle, degrees',
  centreX: 'centre across, px',
  centreY: 'centre down, px',
  width: 'width, px',
  height: 'height, px',
  components: 'pieces',
};
