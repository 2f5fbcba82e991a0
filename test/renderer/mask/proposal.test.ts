import { expect, it } from 'vitest';
import { applyStroke } from '#core/mask/applyStroke.ts';
import type { Mask } from '#core/mask/mask.ts';
import { differenceOf, takeProposal } from '#renderer/mask/proposal.ts';

const mask = (...labels: number[]): Mask => ({ widthPx: labels.length, heightPx: 1, data: Uint8Array.from(labels) });
const proposal = Uint8Array.of(0, 1, 1, 2, 2, 3);

it('a part is taken with what it gains and what it loses, and nothing else', () => {
  const own = mask(1, 1, 0, 0, 2, 2);
  applyStroke(own, takeProposal(own, proposal, 1, []));
  expect([...own.data]).toEqual([0, 1, 1, 0, 2, 2]);
});

it('all of it is taken, but for what is locked', () => {
  const own = mask(1, 1, 0, 0, 2, 2);
  applyStroke(own, takeProposal(own, proposal, null, [1]));
  expect([...own.data]).toEqual([1, 1, 0, 2, 2, 3]);
});

it.each([
  [mask(0, 1, 1, 2, 2, 3), { pixels: 0, mostAt: null }],
  [mask(0, 1, 1, 0, 0, 3), { pixels: 2, mostAt: 2 }],
  [mask(0, 0, 0, 1, 2, 3), { pixels: 3, mostAt: 1 }],
])('what differs is counted, and where most', (own, expected) => {
  expect(differenceOf(own, proposal)).toEqual(expected);
});
