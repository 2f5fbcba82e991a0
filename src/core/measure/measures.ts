/** What is measured of every part of a picture, in the order in which it is stored. Units and definitions in docs/glossary.md. */
export const MEASURE_IDS = [
  'area',
  'share',
  'lightness',
  'a',
  'b',
  'luminance',
  'entropy',
  'edge',
  'extent',
  'skeleton',
  'eccentricity',
  'angle',
  'centreX',
  'centreY',
  'width',
  'height',
  'components',
] as const;
export type MeasureId = (typeof MEASURE_IDS)[number];

/** How the entropy varies within a part, bits, in the order in which it is stored: standard deviation, least and most. */
export const ENTROPY_SPREAD_IDS = ['entropySd', 'entropyLeast', 'entropyMost'] as const;

/** The whole picture stands after the labels. */
export const WHOLE_PICTURE = 'picture';
