import { expect, test } from 'vitest';
import { linkerTitle } from '#backend/jobs/recipes.ts';
import { linkerParamsSchema } from '#core/params.ts';

test.each([
  [{ method: 'least-squares' }, 'Least squares'],
  [{ penalty: 0.1 }, 'Ridge, penalty 0.1'],
  [{ choose: 'best' }, 'Ridge, best penalty'],
  [{ method: 'elastic-net', choose: 'one-standard-error' }, 'Elastic net, penalty by one standard error'],
  [{ method: 'pls', components: 24 }, 'PLS, 24 components'],
  [{ method: 'pls', components: 24, choose: 'best' }, 'PLS, best of 24 components'],
  [{ method: 'mlp', hidden: [256, 64] }, 'MLP 256-64'],
  [{ method: 'mlp', hidden: [] }, 'MLP without hidden layers'],
])('%j is %s', (params, title) => {
  expect(linkerTitle(linkerParamsSchema.parse(params))).toBe(title);
});
