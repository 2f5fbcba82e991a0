import type { EncodedStrip } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { latentCountOf, linkedLatent, readLinker, unitCountOf } from '#core/linker.ts';
import { softmax } from '#core/statistics.ts';
import { type FloatTensor, rowOf } from '#core/tensor.ts';
import type { LiveFrame } from '#core/views/sweep.ts';
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
  const linker = context.cache.get(`${opened.handle} linker ${linkerId}`, () => readLinker(artifacts, linkerId));
  const units = unitCountOf(linker);
  const width = latentCountOf(linker);
  const r = rowOf(samples.r, request.sample);
  const base = request.mode === 'linked' ? linkedLatent(linker, r) : rowOf(samples.w, request.sample);
  const w: FloatTensor = { data: new Float32Array(2 * width), shape: [2, width] };
  w.data.set(base, 0);
  w.data.set(base, width);
  for (const { unit } of request.units) {
    if (unit < units) continue;
    throw new Failure('NOT_FOUND', `There is no unit ${unit}: the classifier has ${units} units, 0 to ${units - 1}.`);
  }
  const moved = r.slice();
  for (const { unit, value } of request.units) moved[unit] = value ?? (r[unit] as number);
  const [from, to] = [linkedLatent(linker, r), linkedLatent(linker, moved)];
  for (let d = 0; d < width; d++) {
    w.data[width + d] = (base[d] as number) + (to[d] as number) - (from[d] as number);
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
