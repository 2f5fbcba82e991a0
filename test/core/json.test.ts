import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '#core/json.ts';

const keys = fc.string({ unit: 'binary', maxLength: 6 });
const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { anyJson } = fc.letrec((tie) => ({
  anyJson: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('anyJson')), fc.dictionary(keys, tie('anyJson'))),
}));

/** The same value with the members of every object written in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

it('ignores the order of keys, and nothing else', () => {
  fc.assert(
    fc.property(anyJson, anyJson, (a, b) => {
      expect(canonicalJson(reversed(a))).toBe(canonicalJson(a));
      const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(canonicalJson(a) === canonicalJson(b)).toBe(equal);
    }),
  );
});

/** Objects as lists of members by key, so that JSON.stringify sees one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
  return { members: members.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

it('reads back as the same value', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it.each([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: 2 }, '{"b":2}'],
  [{ '10': 1, '9': 2 }, '{"10":1,"9":2}'],
  [[undefined], '[null]'],
  [-0, '0'],
  [1e21, '1e+21'],
])('%j is written %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

it.each([
  [Number.NaN, 'NaN has no JSON form'],
  [{ a: [Number.POSITIVE_INFINITY] }, 'Infinity has no JSON form'],
  [undefined, 'a undefined has no JSON form'],
  [1n, 'a bigint has no JSON form'],
  [() => 1, 'a function has no JSON form'],
])('refuses %s', (value, message) => {
  expect(() => canonicalJson(value)).toThrow(new TypeError(message));
});
