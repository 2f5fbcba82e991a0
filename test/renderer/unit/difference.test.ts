import { describe, expect, it } from 'vitest';
import { differenceTable } from '#renderer/grid/differenceMap.ts';
import { colourDifference } from '#renderer/unit/difference.ts';

const pixel = (...channels: number[]) => Uint8ClampedArray.from([...channels, 255]);
const grey = Uint8ClampedArray.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));

describe('the colours of a difference', () => {
  it.each([
    [pixel(10, 20, 30), pixel(10, 20, 30), 0],
    [pixel(0, 0, 0), pixel(48, 0, 0), 64],
    [pixel(0, 90, 0), pixel(48, 42, 96), 255],
    [pixel(255, 255, 255), pixel(0, 0, 0), 255],
  ])('%j to %j', (from, to, entry) => {
    expect([...colourDifference(from, to, grey)]).toEqual([entry, entry, entry, 255]);
  });

  it.each(['dark', 'light'] as const)('run evenly in one direction, %s', (scheme) => {
    const table = differenceTable(scheme);
    const brightness = Array.from({ length: 256 }, (_, entry) => {
      const [red = 0, green = 0, blue = 0] = table.subarray(entry * 3, entry * 3 + 3);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    const sign = scheme === 'dark' ? 1 : -1;
    const steps = brightness.slice(1).map((value, at) => sign * (value - (brightness[at] as number)));
    expect(Math.min(...steps)).toBeGreaterThan(-0.5);
    expect(sign * ((brightness[255] as number) - (brightness[0] as number))).toBeGreaterThan(150);
  });
});
