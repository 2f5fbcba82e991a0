import { expect, test } from 'vitest';
import { specimens } from './specimens.ts';

// Pixels are rounded to a tenth by the figures themselves, so their text is the specification. `npm run figures` shows them.
test.each(specimens)('$name: $shows', async ({ name, svg }) => {
  await expect(`${svg.replaceAll('><', '>\n<')}\n`).toMatchFileSnapshot(`./${name}.svg`);
});

test('no figure holds a coordinate that is not a number', () => {
  expect(specimens.filter(({ svg }) => /NaN|Infinity|undefined/.test(svg)).map(({ name }) => name)).toEqual([]);
});
