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

/** Angles repeat after so many degrees: an axis has no direction. */
export const AXIAL_PERIOD_DEGREES = 180;

/** The whole picture stands after the labels. */
export const WHOLE_PICTURE = 'picture';
