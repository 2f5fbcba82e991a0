/** Sequential map for differences: even in brightness, and the same for colour-blind eyes. */
const STOPS = [
  '#00224E',
  '#123570',
  '#3B496C',
  '#575D6D',
  '#707173',
  '#8A8678',
  '#A59C74',
  '#C3B369',
  '#E1CC55',
  '#FEE838',
] as const;

const COLOURS = STOPS.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** Difference at which the map ends, grey levels. */
export const MOST_DIFFERENCE = 64;

/** The colours from low to high, [10][3] of 0 to 255; on light surfaces the other way round. */
export function cividisStops(isReversed: boolean): readonly (readonly number[])[] {
  return isReversed ? COLOURS.toReversed() : COLOURS;
}

/** Entries of a table of colours: few enough to make at once, more than eyes tell apart. */
const TABLE_SIZE = 256;

/** [256 3] colours from low to high; on light surfaces and paper the other way round, so that nothing is the ground's own brightness. */
export function cividisTable(isReversed: boolean): Uint8ClampedArray {
  const table = new Uint8ClampedArray(TABLE_SIZE * 3);
  for (let entry = 0; entry < TABLE_SIZE; entry++) {
    const share = entry / (TABLE_SIZE - 1);
    table.set(mixAt(isReversed ? 1 - share : share), entry * 3);
  }
  return table;
}

/** For a legend: the same map as a CSS gradient. */
export function cividisGradient(isReversed: boolean): string {
  const stops = isReversed ? STOPS.toReversed() : STOPS;
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

function mixAt(share: number): number[] {
  const at = share * (COLOURS.length - 1);
  const low = COLOURS[Math.floor(at)] ?? [];
  const high = COLOURS[Math.ceil(at)] ?? [];
  return low.map((value, channel) => value + ((high[channel] ?? value) - value) * (at % 1));
}
