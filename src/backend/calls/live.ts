import { linkedLatent, readLinearMap } from '#core/direction.ts';
import type { EncodedStrip } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { softmax } from '#core/statistics.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';
import type { LiveFrame } from '#core/views.ts';
import type { Context } from '../context.ts';
import { ancestorOf, inputOf } from '../jobs/recipes.ts';
import { samplesOf } from './sampleViews.ts';

export interface LiveRequest {
  readonly project: string;
  readonly linker?: string | undefined;
  readonly id: string;
  readonly sample: number;
  readonly units: readonly { readonly unit: number; readonly value: number | null }[];
  readonly mode: 'linked' | 'residual';
}

/** Renders the start sample, and the same sample with some units set, side by side in one run. */
export async function renderLive(context: Context, request: LiveRequest, signal?: AbortSignal): Promise<LiveFrame> {
  const opened = context.projects.get(request.project);
  const { artifacts } = opened.project;
  const linkerId = inputOf(opened.project, 'linker', request.linker);
  const samples = samplesOf(context, opened, ancestorOf(opened.project, linkerId, 'samples'));
  if (request.sample >= samples.count) throw new Failure('NOT_FOUND', `There is no sample ${request.sample}.`);
  const map = context.cache.get(`${opened.handle} map ${linkerId}`, () => readLinearMap(artifacts, linkerId));
  const [units, width] = map.weights.shape as [number, number];
  const r = rowOf(samples.r, request.sample);
  const base = request.mode === 'linked' ? linkedLatent(map, r) : rowOf(samples.w, request.sample);
  const w: FloatTensor = { data: new Float32Array(2 * width), shape: [2, width] };
  w.data.set(base, 0);
  w.data.set(base, width);
  for (const { unit, value } of request.units) {
    if (unit >= units)
      throw new Failure('NOT_FOUND', `There is no unit ${unit}: the classifier has ${units} units, 0 to ${units - 1}.`);
    if (value === null) continue;
    for (let d = 0; d < width; d++) {
      const moved = (value - (r[unit] as number)) * (map.weights.data[unit * width + d] as number);
      w.data[width + d] = (w.data[width + d] as number) + moved;
    }
  }
  const start = request.units.map(({ unit }) => r[unit] as number);
  const engine = await context.pairEngine(opened, ancestorOf(opened.project, linkerId, 'pair'));
  const startedAt = performance.now();
  const newest = context.live.supersede(request.id, signal);
  const rendered = await engine.render({ w, encode: true, tilesPerStrip: 1, compare: null, pixels: false }, newest);
  const [startStrip, nowStrip] = rendered.strips as readonly [EncodedStrip, EncodedStrip];
  const encoded = rowOf(rendered.r as FloatTensor, 1);
  return {
    startUrl: context.live.put(`${request.id}-start`, startStrip),
    url: context.live.put(request.id, nowStrip),
    start,
    requested: request.units.map(({ value }, at) => value ?? (start[at] as number)),
    realised: request.units.map(({ unit }) => encoded[unit] as number),
    probabilities: Array.from(softmax(rowOf(rendered.logits as FloatTensor, 1))),
    renderMs: performance.now() - startedAt,
  };
}
