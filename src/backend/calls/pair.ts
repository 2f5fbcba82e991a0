import type { DemoClassifier } from '#core/api/pair.ts';
import { Failure } from '#core/failure.ts';
import { latentStream } from '#core/random.ts';
import { softmax } from '#core/statistics.ts';
import type { PairSummary } from '#core/summary.ts';
import { argmaxRows, type FloatTensor, rowOf } from '#core/tensor.ts';
import type { PairInfo } from '#core/views/project.ts';
import type { Context } from '../context.ts';
import { inputOf } from '../jobs/recipes.ts';
import { addPair, demoManifests, describePair, pairInfo } from '../pairs.ts';

export function listPairs({ projects }: Context, handle: string): PairInfo[] {
  return projects
    .get(handle)
    .project.artifacts.list()
    .filter(({ stage, state }) => stage === 'pair' && state === 'sealed')
    .map(pairInfo);
}

export function showPair(
  { projects }: Context,
  handle: string,
  pairId?: string,
): { info: PairInfo; summary: PairSummary } {
  const { project } = projects.get(handle);
  const artifact = project.artifacts.artifact(inputOf(project, 'pair', pairId));
  return { info: pairInfo(artifact), summary: artifact.summary as unknown as PairSummary };
}

export interface NewPair {
  readonly generator?: string | undefined;
  readonly classifier?: string | undefined;
  readonly demoClassifier: DemoClassifier;
}

export async function enterPair(
  context: Context,
  handle: string,
  { generator, classifier, demoClassifier }: NewPair,
): Promise<PairInfo> {
  const demo = demoManifests(context.options.resourcesFolder, demoClassifier);
  const { project } = context.projects.get(handle);
  const artifact = await addPair(project, context.library, generator ?? demo.generator, classifier ?? demo.classifier);
  context.events.publish('event', { kind: 'artifact', project: handle, artifactId: artifact.id });
  return pairInfo(artifact);
}

export interface PreviewRequest {
  readonly project: string;
  readonly pair?: string | undefined;
  readonly className: string;
  readonly psi: number;
  readonly seed: number;
  readonly count: number;
}

interface Preview {
  readonly url: string;
  readonly tiles: number;
  readonly predictions: { readonly className: string; readonly probability: number }[];
}

/** A look at what the pair makes, without storing anything. */
export async function previewPair(context: Context, request: PreviewRequest, signal?: AbortSignal): Promise<Preview> {
  const opened = context.projects.get(request.project);
  const pairId = inputOf(opened.project, 'pair', request.pair);
  const { classNames, generator } = describePair(opened.project.artifacts.artifact(pairId));
  const classIndex = classNames.indexOf(request.className);
  if (classIndex < 0)
    throw new Failure(
      'BAD_INPUT',
      `There is no class "${request.className}". The pair knows ${classNames.join(', ')}.`,
    );
  const engine = await context.pairEngine(opened, pairId);
  const z = latentStream(request.seed, generator.z_dim).rows(0, request.count);
  const w = await engine.map(
    { z, classIndex: new Int32Array(request.count).fill(classIndex), psi: request.psi },
    signal,
  );
  const rendered = await engine.render(
    { w, encode: true, tilesPerStrip: request.count, compare: null, pixels: false },
    signal,
  );
  const logits = rendered.logits as FloatTensor;
  const strip = rendered.strips?.[0];
  if (!strip) throw new Failure('INTERNAL', 'The engine returned no picture.');
  return {
    url: context.live.put(`preview-${opened.handle}`, strip),
    tiles: request.count,
    predictions: Array.from(argmaxRows(logits), (best, row) => ({
      className: classNames[best] as string,
      probability: softmax(rowOf(logits, row))[best] as number,
    })),
  };
}
