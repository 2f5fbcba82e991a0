import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, patchParams, SCREEN_NAMES } from '#renderer/route.ts';

describe('the address', () => {
  it('says screen, project and parameters', () => {
    expect(parseRoute('#/units?sort=effect&project=6a72&unit=420')).toEqual({
      screen: 'units',
      project: '6a72',
      params: { sort: 'effect', unit: '420' },
    });
  });

  it.each(['', '#', '#/', '#/nowhere?project=6a72', '#/units'])('%j leads to Welcome', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'welcome', project: null, params: {} });
  });

  it('opens settings without a project', () => {
    expect(parseRoute('#/settings').screen).toBe('settings');
  });

  it('reads back what it wrote', () => {
    const inside = SCREEN_NAMES.filter((name) => name !== 'welcome');
    const params = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== 'project'),
      fc.string(),
      { noNullPrototype: true },
    );
    const routes = fc.record({ screen: fc.constantFrom(...inside), project: fc.string({ minLength: 1 }), params });
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it('merges changes; null removes', () => {
    expect(patchParams({ sort: 'unit', unit: '3' }, { unit: 4, sort: null, step: 'a b' })).toEqual({
      unit: '4',
      step: 'a b',
    });
  });
});
