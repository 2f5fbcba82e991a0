import { expect, it } from 'vitest';
import { naturalLog } from '#core/naturalLog.ts';
import numbers from '../fixtures/core/random_numbers.json' with { type: 'json' };

it('is the correctly rounded logarithm, from the smallest normal number to the largest', () => {
  const wrong = numbers.logs.filter(([x, log]) => naturalLog(x as number) !== log);
  expect(wrong).toEqual([]);
});
