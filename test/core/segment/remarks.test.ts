import { expect, test } from 'vitest';
import { LABEL_TEMPLATES, labelSetOf } from '#core/labelSet.ts';
import { remarksOn } from '#core/segment/remarks.ts';

/** Labels: background, body, head, ear and more; only these are drawn or not here. */
const { labels } = labelSetOf(LABEL_TEMPLATES.critters);
const known = labels.slice(0, 4);
const [, body, head, ear] = known.map(({ name }) => name);

const remarks = (pictures: readonly (readonly number[])[], members = 5, groups = [...pictures.keys()]) =>
  remarksOn({ masks: Uint8Array.from(pictures.flat()), groups: Int32Array.from(groups), labels: known, members });

test('masks that show everything more than once leave nothing to say', () => {
  expect(
    remarks([
      [0, 1, 2, 3],
      [1, 3, 2, 0],
    ]),
  ).toEqual([]);
});

test.each([
  [
    'one picture only',
    remarks([[0, 1, 2, 3]]),
    ['There is one picture only, so nothing could be left out: the numbers are of training.'],
  ],
  [
    'one picture that two people drew',
    remarks(
      [
        [0, 1, 2, 3],
        [0, 1, 2, 3],
      ],
      5,
      [0, 0],
    ),
    ['There is one picture only, so nothing could be left out: the numbers are of training.'],
  ],
  [
    'one network for several pictures',
    remarks(
      [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
      ],
      1,
    ),
    ['One network learned from every picture, so nothing was left out: the numbers are of training.'],
  ],
  [
    'labels drawn nowhere',
    remarks([
      [0, 1, 1, 0],
      [1, 0, 0, 0],
    ]),
    [`Drawn nowhere, so never found: ${head}, ${ear}.`],
  ],
  [
    'labels in one picture',
    remarks([
      [0, 1, 2, 3],
      [3, 0, 0, 0],
    ]),
    [`Drawn in one picture only, so not judged fairly: ${body}, ${head}.`],
  ],
  [
    'an empty picture',
    remarks([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 0, 0, 0],
    ]),
    ['Nothing is drawn in 1 of 3 pictures: there every pixel was learned as background.'],
  ],
])('%s', (_, found, wanted) => {
  expect(found).toEqual(wanted);
});
