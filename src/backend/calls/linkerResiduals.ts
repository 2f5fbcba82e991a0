import { Failure } from '#core/failure.ts';
import { principalComponents } from '#core/fidelity/components.ts';
import { predictLinked, readLinker } from '#core/linker.ts';
import { linkerAlong } from '#core/linkerAlong.ts';
import type { SampleSet } from '#core/sampleSet.ts';
import type { LinkerResiduals } from '#core/views/linker.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import { acceptedOf } from './sampleViews.ts';

interface Asked {
  readonly project: string;
  readonly linker?: string | undefined;
  readonly component: number;
}

/**
 * What the link leaves unexplained along one principal component of the training latents, held-out sample by sample.
 *
 * @throws Failure BAD_INPUT for a component that w does not have
 */
export function residualsOf(context: Context, { project: handle, linker, component }: Asked): LinkerResiduals {
  const opened = context.projects.get(handle);
  const linkerId = inputOf(opened.project, 'linker', linker);
  const samplesId = ancestorOf(opened.project, linkerId, 'samples');
  const samples = acceptedOf(context, opened, samplesId);
  const { axes, variances } = context.cache.get(`${handle} components ${samplesId}`, () =>
    principalComponents(samples.heldOut(false).w),
  );
  const width = variances.length;
  if (component >= width) {
    throw new Failure('BAD_INPUT', `w has ${width} components, counted from 0, but ${component} was asked for.`);
  }
  const axis = axes.subarray(component * width, (component + 1) * width);
  const heldOut = samples.heldOut(true);
  const linked = predictLinked(linkerAlong(readLinker(opened.project.artifacts, linkerId), axis), heldOut.r).data;
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  return {
    component,
    share: total > 0 ? (variances[component] as number) / total : 0,
    draws: Array.from(heldOut.draw),
    classIndices: Array.from(heldOut.classIndex),
    linked: Array.from(linked),
    residuals: Array.from(trueAlong(heldOut, axis), (value, row) => value - (linked[row] as number)),
  };
}

/** [N] */
function trueAlong({ w, count }: SampleSet, axis: Float64Array): Float64Array {
  const width = axis.length;
  return Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (w.data[row * width + i] as number) * (axis[i] as number);
    return sum;
  });
}
