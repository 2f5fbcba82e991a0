import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Condition, conditionsOf, fulfils, parseQuery, type Query, writeQuery } from '#core/atlas/query.ts';

const condition: fc.Arbitrary<Condition> = fc.record({
  part: fc.constantFrom('ear', 'left leg', 'and', 'tail'),
  metric: fc.constantFrom('extent', 'area', 'centreX'),
  direction: fc.constantFrom('increases' as const, 'decreases' as const, 'changes' as const, 'still' as const),
  atLeast: fc.constantFrom(0, 0.3, 1.25),
  q: fc.constantFrom(null, 0.05, 0.001),
  className: fc.constantFrom(null, 'fox', 'arctic fox'),
});
const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('query'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ not: tie('query') }),
  ),
})).query;

describe('a query', () => {
  it('reads as it is written', () => {
    expect(parseQuery('ear extent increases > 0.3 q<0.05 and body area still')).toEqual({
      all: [
        { part: 'ear', metric: 'extent', direction: 'increases', atLeast: 0.3, q: 0.05, className: null },
        { part: 'body', metric: 'area', direction: 'still', atLeast: 0, q: null, className: null },
      ],
    });
    expect(conditionsOf(parseQuery('(ear area or ear extent) and not "left leg" area in fox'))).toHaveLength(3);
  });

  it('written and read again asks for the same', () => {
    fc.assert(
      fc.property(query, (asked) => {
        const again = parseQuery(writeQuery(asked));
        const conditions = conditionsOf(asked);
        expect(conditionsOf(again)).toEqual(conditions);
        const keys = [...new Set(conditions.map((one) => JSON.stringify(one)))].slice(0, 8);
        for (let truth = 0; truth < 2 ** keys.length; truth++) {
          const meets = (one: Condition) => ((truth >> keys.indexOf(JSON.stringify(one))) & 1) === 1;
          expect(fulfils(again, meets)).toBe(fulfils(asked, meets));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['', 'the name of a part'],
    ['ear', 'the name of a metric'],
    ['ear extent q 0.05', '< should stand'],
    ['ear extent > much', 'a number'],
    ['(ear extent', 'a closing bracket'],
    ['ear extent body', 'the end'],
    ['ear extent q < 2', 'outside its range'],
  ])('that cannot be read says where: %s', (text, place) => {
    expect(() => parseQuery(text)).toThrow(place);
  });
});
