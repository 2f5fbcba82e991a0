import { expect, test } from 'vitest';
import { labelSetOf } from '#core/labelSet.ts';
import { remarkOnConflicts } from '#core/segment/maskConflicts.ts';

const { labels } = labelSetOf(['body', 'ear']);
const by = (annotator: string, id: string) => ({ id, className: 'fox', annotator });
const remark = (rows: readonly (readonly number[])[], pictures: readonly ReturnType<typeof by>[]) =>
  remarkOnConflicts({ labels, pictures, masks: { data: Uint8Array.from(rows.flat()), shape: [rows.length, 2, 4] } });

const ANNS = [0, 0, 1, 1, 1, 1, 2, 2];

test('masks of one picture that differ are told with who, how much of what was drawn, and where', () => {
  const bobs = [0, 1, 1, 1, 1, 2, 2, 2];
  expect(remark([ANNS, ANNS, bobs], [by('Ann', 'a'), by('Ann', 'b'), by('Bob', 'b')])).toBe(
    'The masks of Ann and Bob differ in 29 % of what they drew in one picture, most at the body. Training takes them all, so settle them where it matters.',
  );
});

test('nothing is said where people agree, or never drew the same picture', () => {
  expect(remark([ANNS, ANNS], [by('Ann', 'a'), by('Bob', 'a')])).toBeNull();
  expect(remark([ANNS, ANNS.map(() => 0)], [by('Ann', 'a'), by('Bob', 'b')])).toBeNull();
});
