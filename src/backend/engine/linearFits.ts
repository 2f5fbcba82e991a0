import type { LinearRows } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import type { ValidatedPath } from '#core/linear/crossValidation.ts';
import {
  createLinearData,
  type LinearData,
  type LinearDataShape,
  type LinearResult,
  type LinearSpec,
  type PathSpec,
} from '#core/linear/linearData.ts';
import type { FitTools } from '#core/linear/problem.ts';
import { freeYoung } from './freeYoung.ts';
import { createLinearProducts } from './linearProducts.ts';

type Tools = Omit<FitTools, 'products'>;

/**
 * Linear fits in the engine process. A host opens a data set, sends its rows in chunks, asks for as many fits and paths as it wants,
 * and closes it: so neither process holds more of the rows than a chunk.
 */
export interface LinearFits {
  open(shape: LinearDataShape): number;
  add(id: number, rows: LinearRows, signal: FitTools['signal']): Promise<null>;
  fit(id: number, spec: LinearSpec, tools: Tools): Promise<LinearResult>;
  crossValidate(id: number, spec: PathSpec, tools: Tools): Promise<ValidatedPath>;
  close(id: number): null;
}

export function createLinearFits(threads: number): LinearFits {
  const products = createLinearProducts(threads);
  const open = new Map<number, LinearData>();
  let lastId = 0;
  const dataOf = (id: number): LinearData => {
    const data = open.get(id);
    if (data !== undefined) return data;
    throw new Failure('ENGINE_DOWN', 'The engine was restarted while a linker was fitted.', {
      remedy: 'Run this again.',
    });
  };
  return {
    open(shape) {
      lastId++;
      open.set(lastId, createLinearData(shape, products));
      return lastId;
    },
    async add(id, { representations, latents, folds }, signal) {
      await dataOf(id).add(representations, latents, folds, signal);
      freeYoung();
      return null;
    },
    fit: async (id, spec, tools) => dataOf(id).fit(spec, tools),
    crossValidate: async (id, spec, tools) => dataOf(id).crossValidate(spec, tools),
    close(id) {
      open.delete(id);
      return null;
    },
  };
}
