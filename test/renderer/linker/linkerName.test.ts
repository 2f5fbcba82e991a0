import { expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { linkerTitle, type NamedLinker } from '#renderer/linker/linkerName.ts';

function titleOf(params: Json, summary: { penalty?: number; components?: number | null } = {}): string {
  const row = { artifact: { params }, summary: { penalty: 0, components: null, ...summary } };
  return linkerTitle(row as unknown as NamedLinker);
}

test('every method is named with what sets it apart from its like', () => {
  expect(titleOf({ method: 'least-squares' })).toBe('Least squares');
  expect(titleOf({ method: 'ridge', penalty: 1.25 }, { penalty: 1.25 })).toBe('Ridge, penalty 1.25');
  expect(titleOf({ method: 'ridge', choose: 'best' }, { penalty: 4.951234 })).toBe('Ridge, best, penalty 4.95');
  expect(titleOf({ method: 'ridge', choose: 'one-standard-error' }, { penalty: 10 })).toBe('Ridge, one-SE, penalty 10');
  expect(titleOf({ method: 'elastic-net', l1Ratio: 0.7 }, { penalty: 0.003 })).toBe('Elastic net, 0.003, ratio 0.7');
  expect(titleOf({ method: 'pls', components: 20, choose: 'best' }, { components: 1 })).toBe('PLS, best, 1 component');
  expect(titleOf({ method: 'mlp', hidden: [160, 64] })).toBe('MLP, 160, 64');
  expect(titleOf({ method: 'mlp', hidden: [] })).toBe('MLP, no hidden layer');
});

test('an imported one is named by its file', () => {
  expect(titleOf({ method: 'imported', file: 'mine.npz', sha256: 'a'.repeat(64) })).toBe('Imported, mine.npz');
});
