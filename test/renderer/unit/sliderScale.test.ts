import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barHeights, createScale, mergeLabels, shareOf, valueAt, valueOfKey } from '#renderer/unit/sliderScale.ts';

const scale = createScale([0, 1, 2, 4], { low: 0.5, high: 3.5 });

describe('the track', () => {
  it('goes on beyond what was seen, but not below nothing', () => {
    expect(scale).toEqual({ from: 0, to: 5.2, seenLow: 0, seenHigh: 4, low: 0.5, high: 3.5 });
  });

  it('goes on below where activations can be negative', () => {
    expect(createScale([-2, 0, 2], { low: -1, high: 1 }).from).toBeCloseTo(-3.2);
  });

  it('holds a swept range that is wider still', () => {
    expect(createScale([0, 4], { low: 0, high: 12 }).to).toBe(12);
  });

  it('finds back a value from its place', () => {
    fc.assert(
      fc.property(fc.double({ min: scale.from, max: scale.to, noNaN: true }), (value) => {
        expect(valueAt(scale, shareOf(scale, value))).toBeCloseTo(value, 9);
      }),
    );
  });
});

describe('keys', () => {
  it.each([
    ['ArrowRight', false, 1, 1.03],
    ['ArrowLeft', true, 1, 0.7],
    ['ArrowLeft', true, 0.1, 0],
    ['ArrowUp', true, 5.1, 5.2],
    ['Home', false, 1, 0.5],
    ['End', false, 1, 3.5],
    ['j', false, 1, null],
  ])('%s, shift %s, from %f', (key, isShift, from, to) => {
    const value = valueOfKey(scale, key, isShift, from);
    if (to === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(to);
  });
});

it('says labels together that would run into each other', () => {
  const labels = [
    { share: 0.6, text: 'p99' },
    { share: 0.01, text: 'start' },
    { share: 0, text: 'p1' },
  ];
  expect(mergeLabels(labels, 0.1)).toEqual([
    { share: 0, text: 'p1, start' },
    { share: 0.6, text: 'p99' },
  ]);
});

describe('bars', () => {
  it('are cut where one towers over the rest', () => {
    const { heights, cut } = barHeights([1000, 20, 10, 0]);
    expect(cut).toBe(0);
    expect(heights).toEqual([1, 0.3, 0.15, 0]);
    expect(barHeights([100, 20, 10]).heights).toEqual([1, 0.8, 0.4]);
  });

  it('are not cut so far that stray samples look like many', () => {
    expect(Math.max(...barHeights([398, 1, 1]).heights.slice(1))).toBeLessThan(0.05);
  });

  it('are as high as they are otherwise', () => {
    expect(barHeights([30, 15, 20])).toEqual({ heights: [1, 0.5, 20 / 30], cut: null });
    expect(barHeights([0, 0])).toEqual({ heights: [0, 0], cut: null });
  });
});
