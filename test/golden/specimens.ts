import { dimensionBars } from '#backend/report/figures/dimensionBars.ts';
import { effectRanking } from '#backend/report/figures/effectRanking.ts';
import { intervalPanels } from '#backend/report/figures/intervalPanels.ts';
import { realisedHistogram } from '#backend/report/figures/realisedHistogram.ts';
import { type Html, markupOf } from '#backend/report/html.ts';
import type { Quantity } from '#backend/report/quantity.ts';

/** Every figure from fixed data, each of them showing a case that is easily drawn wrong. */
export interface Specimen {
  readonly name: string;
  /** What to look at. */
  readonly shows: string;
  readonly svg: string;
}

export const specimens: readonly Specimen[] = [
  specimen(
    'link-beside-baselines',
    'The link in accent; a baseline below 0; points without an interval.',
    intervalPanels({
      rows: ['linked', 'class mean', 'shuffled pairs'],
      emphasis: 0,
      panels: [
        { title: 'R²', quantities: [around(0.912, 0.007), bare(0.548), bare(-0.004)], domain: [-0.5, 1] },
        {
          title: 'class agreement',
          quantities: [around(0.99, 0.008), around(0.97, 0.02), around(0.2, 0.04)],
          domain: [0, 1],
        },
        {
          title: 'pixel error, grey levels',
          quantities: [around(5.2, 0.3), around(19.6, 0.9), around(34.7, 1.1)],
          domain: [0, 40],
        },
      ],
      widthPx: 800,
      alt: 'Link beside its baselines.',
    }),
  ),
  specimen(
    'link-by-class',
    'Axes cut to the range in question; a class of one sample has no whisker.',
    intervalPanels({
      rows: ['fox', 'rabbit', 'a class with a long name'],
      panels: [
        { title: 'R² within the class', quantities: [around(0.921, 0.011), around(0.896, 0.017), bare(0.9)] },
        { title: 'pixel error, grey levels', quantities: [around(4.8, 0.2), around(5.9, 0.4), bare(5)] },
      ],
      widthPx: 800,
      alt: 'The link by class.',
    }),
  ),
  specimen(
    'r2-by-dimension',
    'Sorted; one dimension a little below 0, one cut at the floor and marked.',
    dimensionBars({
      r2: [...Array.from({ length: 62 }, (_, d) => 0.97 - 0.006 * ((d * 37) % 62)), -0.08, -3.2],
      what: 'latent dimensions',
      widthPx: 800,
      alt: 'R2 of each of 64 latent dimensions.',
    }),
  ),
  specimen(
    'r2-by-dimension-many',
    '512 dimensions: bars thinner than a pixel must still close to a shape.',
    dimensionBars({
      r2: Array.from({ length: 512 }, (_, d) => 1 - ((d * 211) % 512) / 520),
      what: 'latent dimensions',
      widthPx: 800,
      alt: 'R2 of each of 512 latent dimensions.',
    }),
  ),
  specimen(
    'effects-of-units',
    'The first 12 in accent, drawn over the rest; the noise floor well below.',
    effectRanking({
      effects: Array.from({ length: 160 }, (_, rank) =>
        around(14 * Math.exp(-rank / 60) + 0.6, 1.6 * Math.exp(-rank / 90)),
      ),
      shown: 12,
      noiseFloor: 0.4,
      widthPx: 800,
      alt: 'Effects of 160 units.',
    }),
  ),
  specimen(
    'effect-of-one-unit',
    'A single unit from a single start picture: a dot without a whisker, axis from 0.',
    effectRanking({ effects: [bare(3.2)], shown: 1, noiseFloor: null, widthPx: 800, alt: 'Effect of one unit.' }),
  ),
  specimen(
    'realised-ratios',
    'Low ratios, some negative; 0 and 1 always on the axis.',
    realisedHistogram({
      ratios: Array.from({ length: 160 }, (_, unit) => 0.1 + 0.16 * Math.sin(unit) * Math.cos(3 * unit)),
      widthPx: 800,
      alt: 'Realised ratios of 160 units.',
    }),
  ),
];

function specimen(name: string, shows: string, figure: Html): Specimen {
  return { name, shows, svg: markupOf(figure) };
}

function around(value: number, half: number): Quantity {
  return { value, interval: [value - half, value + half], n: 10 };
}

function bare(value: number): Quantity {
  return { value, interval: null, n: 1 };
}
