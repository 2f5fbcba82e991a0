import { describe, expect, test } from 'vitest';
import type { SamplesSummary } from '#core/summary.ts';
import { confusionTable } from '#renderer/samples/confusionTable.ts';

function summary(confusion: readonly (readonly number[])[], classIndices: readonly number[]): SamplesSummary {
  const perClass = classIndices.map((index) => ({
    name: `class ${index}`,
    drawn: (confusion[index] ?? []).reduce((sum, count) => sum + count, 0),
    accepted: confusion[index]?.[index] ?? 0,
  }));
  return {
    count: 0,
    drawn: 0,
    acceptance: 1,
    duplicates: 0,
    heldOut: 0,
    perClass,
    confusion,
    classIndices,
    deadUnits: 0,
  };
}

describe('confusionTable', () => {
  test('shows the classes drawn, and those they were taken for', () => {
    const table = confusionTable(
      summary(
        [
          [0, 0, 0, 0],
          [0, 9, 0, 2],
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ],
        [1],
      ),
    );
    expect(table.columns).toEqual([1, 3]);
    expect(table.rows).toEqual([{ classIndex: 1, drawn: 11, accepted: 9, counts: [9, 2] }]);
  });

  test('of many classes the ones with the lowest acceptance, worst first', () => {
    const classes = 40;
    const confusion = Array.from({ length: classes }, (_, asked) =>
      Array.from({ length: classes }, (_, predicted) => {
        if (predicted === asked) return 100 - asked;
        return predicted === (asked + 1) % classes ? asked : 0;
      }),
    );
    const table = confusionTable(
      summary(
        confusion,
        confusion.map((_, index) => index),
      ),
    );
    expect(table.total).toBe(classes);
    expect(table.rows.map(({ classIndex }) => classIndex)).toEqual([39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28]);
    expect(table.columns).toContain(0);
    for (const { counts, drawn } of table.rows) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(drawn);
  });
});
