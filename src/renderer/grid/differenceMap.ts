/**
 * Colours of differences: cividis, even in brightness and the same for colour-blind eyes. It begins at the brightness of
 * the surface, so that where nothing differs nothing is seen; on light surfaces it runs from light to dark.
 */
const STOPS = {
  dark: ['#0E0F11', '#203A5C', '#575D6D', '#A59C74', '#FEE838'],
  light: ['#F4F4F2', '#E1CC55', '#A59C74', '#575D6D', '#123570'],
} as const;

export type MapScheme = keyof typeof STOPS;

/** Difference at which the map ends, grey levels. */
export const MOST_DIFFERENCE = 64;

/** The colours from low to high, each [3] of 0 to 255. */
export function differenceStops(scheme: MapScheme): readonly (readonly number[])[] {
  return STOPS[scheme].map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
}

/** For a legend: the map as a CSS gradient. */
export function differenceGradient(scheme: MapScheme): string {
  return `linear-gradient(90deg, ${STOPS[scheme].join(', ')})`;
}

/** Entries of a table of colours: as many as there are grey levels. */
const TABLE_SIZE = 256;

/** [256 3] uint8, colours from no difference to the most. */
export function differenceTable(scheme: MapScheme): Uint8ClampedArray {
  const stops = differenceStops(scheme);
  const table = new Uint8ClampedArray(TABLE_SIZE * 3);
  for (let entry = 0; entry < TABLE_SIZE; entry++) {
    const at = (entry / (TABLE_SIZE - 1)) * (stops.length - 1);
    const low = stops[Math.floor(at)] ?? [];
    const high = stops[Math.ceil(at)] ?? [];
    table.set(
      low.map((value, channel) => value + ((high[channel] ?? value) - value) * (at % 1)),
      entry * 3,
    );
  }
  return table;
}
