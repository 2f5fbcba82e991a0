import { expect, it } from 'vitest';
import { formatWhen, minutesLeft } from '#renderer/format.ts';

it('never promises less than a minute', () => {
  expect([1, 60_000, 60_001].map(minutesLeft)).toEqual([1, 1, 2]);
});

it.each([
  [new Date(2026, 10, 19, 11, 59, 50), 'now'],
  [new Date(2026, 10, 19, 11, 40), '20 minutes ago'],
  [new Date(2026, 10, 19, 9, 0), '3 hours ago'],
  [new Date(2026, 10, 18, 23, 50), 'yesterday'],
  [new Date(2026, 10, 16, 12, 0), 'Monday'],
  [new Date(2026, 10, 2, 12, 0), '2 November'],
  [new Date(2025, 10, 2, 12, 0), '2 November 2025'],
])('%s is %s', (then, text) => {
  expect(formatWhen(then.toISOString(), new Date(2026, 10, 19, 12, 0))).toBe(text);
});
