import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosineRows,
  estimate,
  histogram,
  mean,
  median,
  percentile,
  slope,
  softmax,
  studentQuantile,
  variance,
} from '#core/statistics.ts';
import scipy from '../fixtures/core/statistics_numbers.json' with { type: 'json' };
import { relativeError } from './relativeError.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('percentile', () => {
  it.each(scipy.percentiles)("%f is NumPy's", (percentage, expected) => {
    expect(percentile(scipy.values, percentage as number)).toBeCloseTo(expected as number, 12);
  });

  it('does not need sorted values, and leaves them as they were', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (values, percentage) => {
          const before = [...values];
          const sorted = Float64Array.from(values).sort();
          expect(percentile(values, percentage)).toBe(percentile(sorted, percentage));
          expect(values).toEqual(before);
        },
      ),
    );
  });

  it('at 50 is the median', () => {
    expect(median([7, 1, 4])).toBe(4);
    expect(median([1, 7, 4, 5])).toBe(4.5);
  });

  it('refuses an empty list', () => {
    expect(() => percentile([], 50)).toThrow('no values');
  });
});

describe('estimate', () => {
  it.each(scipy.intervals)(
    "mean and 95 % interval of $values.length values are SciPy's",
    ({ values, value, low, high }) => {
      const found = estimate(values);
      expect(found.n).toBe(values.length);
      expect(relativeError([found.value, found.low, found.high], [value, low, high])).toBeLessThan(1e-12);
    },
  );

  it.each(scipy.quantiles)('t quantile: probability %f, %i degrees of freedom', (probability, freedom, expected) => {
    const found = studentQuantile(probability as number, freedom as number);
    expect(relativeError([found], [expected as number])).toBeLessThan(1e-10);
  });

  it('has no width for a single value, and no answer for none', () => {
    expect(estimate([4])).toEqual({ value: 4, low: 4, high: 4, n: 1 });
    expect(() => estimate([])).toThrow('no values');
  });
});

describe('mean and variance', () => {
  it.each(scipy.intervals)("of $values.length values are NumPy's with ddof 1", (expected) => {
    expect(
      relativeError([mean(expected.values), variance(expected.values)], [expected.value, expected.variance]),
    ).toBeLessThan(1e-12);
  });

  it('variance of one value is 0', () => {
    expect(variance([3])).toBe(0);
  });
});

describe('cosineRows', () => {
  const { rows, columns, ...given } = scipy.determination;
  const matrix = (values: readonly number[]) => ({ data: Float32Array.from(values), shape: [rows, columns] });

  it("is scikit-learn's", () => {
    const cosines = cosineRows(matrix(given.truth), matrix(given.prediction), given.centre);
    expect(relativeError(cosines, given.cosines)).toBeLessThan(1e-9);
  });

  it('is 0 for a row on the centre', () => {
    const a = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] };
    const b = { data: Float32Array.of(3, 2, 1, 2), shape: [2, 2] };
    expect(Array.from(cosineRows(a, b, [1, 2]))).toEqual([0, 0]);
  });
});

describe('slope', () => {
  it("is NumPy's polyfit", () => {
    expect(slope(scipy.slope.x, scipy.slope.y)).toBeCloseTo(scipy.slope.slope, 12);
  });

  it('is null where x does not vary', () => {
    expect(slope([2, 2, 2], [1, 2, 3])).toBeNull();
  });
});

describe('softmax', () => {
  it("is SciPy's where a plain exponential would overflow", () => {
    expect(relativeError(softmax(scipy.softmax.logits), scipy.softmax.probabilities)).toBeLessThan(1e-12);
  });

  it('sums to 1, and a larger logit never gets a smaller probability', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (logits) => {
        const ascending = softmax(logits.sort((a, b) => a - b));
        expect(mean(ascending) * ascending.length).toBeCloseTo(1, 12);
        expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('histogram', () => {
  it.each(scipy.histograms)(
    "of $values.length values in $bins bins over $range is NumPy's",
    ({ values, bins, range, counts, edges }) => {
      const found = range === null ? histogram(values, bins) : histogram(values, bins, range as [number, number]);
      expect(found.counts).toEqual(counts);
      expect(relativeError(found.edges, edges)).toBeLessThan(1e-14);
    },
  );

  it('counts every value once when the range is their own', () => {
    fc.assert(
      fc.property(fc.array(finite), fc.integer({ min: 1, max: 40 }), (values, bins) => {
        const { counts, edges } = histogram(values, bins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(edges).toHaveLength(bins + 1);
      }),
    );
  });

  it('puts a value on an inner edge into the bin above it, and on the last edge into the last bin', () => {
    fc.assert(
      fc.property(fc.tuple(finite, finite), fc.integer({ min: 1, max: 60 }), ([a, b], bins) => {
        fc.pre(Math.abs(a - b) > 1e-3);
        const range = [Math.min(a, b), Math.max(a, b)] as const;
        const onEdges = histogram(histogram([], bins, range).edges, bins, range).counts;
        expect(onEdges).toEqual(Array.from({ length: bins }, (_, bin) => (bin === bins - 1 ? 2 : 1)));
      }),
    );
  });
});
