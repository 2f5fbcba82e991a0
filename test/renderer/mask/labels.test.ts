import { expect, it } from 'vitest';
import { labelSetOf, mergeLabels } from '#core/labelSet.ts';
import { labelOf, looksOf, pixelsOfLabel, shownLabels } from '#renderer/mask/labels.ts';

it('a merged label looks, counts and is picked as the one it was merged into', () => {
  const merged = mergeLabels(labelSetOf(['body', 'head', 'ear']), 3, 2);
  const labels = shownLabels(merged);
  const looks = looksOf(labels, [1]);
  expect(looks.get(3)).toEqual(looks.get(2));
  expect(looks.get(1)?.isHidden).toBe(true);
  const counts = new Uint32Array(256);
  counts.set([10, 1, 20, 300]);
  expect(labels.map((label) => pixelsOfLabel(label, counts))).toEqual([10, 1, 320]);
  expect([0, 1, 2, 3, 99].map((number) => labelOf(labels, number))).toEqual([0, 1, 2, 2, 0]);
});

it('a part of a part stands two steps in, and parents that go round do no harm', () => {
  const set = labelSetOf(['head', 'eye', 'pupil']);
  const under = (parents: readonly (string | null)[]) =>
    shownLabels({ ...set, labels: set.labels.map((label, at) => ({ ...label, parent: parents[at] ?? null })) });
  expect(under([null, null, 'head', 'eye']).map(({ depth }) => depth)).toEqual([0, 0, 1, 2]);
  expect(under([null, 'pupil', 'head', 'eye']).every(({ depth }) => depth <= 3)).toBe(true);
});
