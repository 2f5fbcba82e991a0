import type { Pick } from '#core/api/mask.ts';
import type { StripImage } from '#core/artifact.ts';
import { Failure } from '#core/failure.ts';
import { latentStream } from '#core/random.ts';
import { stripHash } from '#core/strip.ts';
import { readSweptPictures } from '#core/sweptPictures.ts';
import { rowOf, takeRows } from '#core/tensor.ts';
import { sampleAt, samplesOf } from '../calls/sampleViews.ts';
import type { Context } from '../context.ts';
import { truthOf } from '../demoTruth.ts';
import { ancestorOf, inputOf, pairOf } from '../jobs/recipes.ts';
import type { OpenProject } from '../openProjects.ts';
import { describePair, generatorHash } from '../pairs.ts';
import type { PictureToAnnotate } from '../store/masks.ts';

/** Where pictures to annotate come from. Each has a latent, since without one no features can be computed from it. */

export interface Draw {
  readonly pair?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly perClass: number;
  readonly psi: number;
  readonly seed: number;
}

/** Maps and renders new pictures: draws 0, 1, ... of a seed, the same latents as samples of that seed. */
export async function drawPictures(
  context: Context,
  opened: OpenProject,
  draw: Draw,
  author: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const pairId = inputOf(opened.project, 'pair', draw.pair);
  const description = describePair(opened.project.artifacts.artifact(pairId));
  const { classNames, generator } = description;
  const chosen = (draw.classes ?? classNames).map((name) => {
    const index = classNames.indexOf(name);
    if (index >= 0) return { name, index };
    throw new Failure('BAD_INPUT', `There is no class "${name}". The pair knows ${classNames.join(', ')}.`);
  });
  const engine = await context.pairEngine(opened, pairId);
  const z = latentStream(draw.seed, generator.z_dim).rows(0, draw.perClass);
  const hash = generatorHash(description);
  const pictures: PictureToAnnotate[] = [];
  for (const { name, index } of chosen) {
    const classIndex = new Int32Array(draw.perClass).fill(index);
    const w = await engine.map({ z, classIndex, psi: draw.psi }, signal);
    const { strips } = await engine.render(
      { w, encode: false, tilesPerStrip: 1, compare: null, pixels: false },
      signal,
    );
    for (let row = 0; row < draw.perClass; row++) {
      const strip = strips?.[row];
      if (!strip) throw new Failure('INTERNAL', 'The engine returned no picture.');
      pictures.push({
        w: rowOf(w, row).slice(),
        pairId,
        className: name,
        source: { kind: 'draw', seed: draw.seed, draw: row, psi: draw.psi },
        strip: { ...strip, hash: stripHash(hash, takeRows(w, [row])) } satisfies StripImage,
        tile: 0,
      });
    }
  }
  return opened.project.masks.addPictures(pictures, hash, author);
}

/** Takes pictures that the project has already, or renders the demo pair's fixed latents. */
export async function pickPictures(
  context: Context,
  opened: OpenProject,
  pick: Pick,
  author: string,
  signal?: AbortSignal,
): Promise<string[]> {
  if (pick.kind === 'truth') return pickTruth(context, opened, pick.indices, author, signal);
  const { pictures, pairId } =
    pick.kind === 'samples' ? pickSamples(context, opened, pick) : pickSwept(context, opened, pick);
  const description = describePair(opened.project.artifacts.artifact(pairId));
  return opened.project.masks.addPictures(pictures, generatorHash(description), author);
}

/** @throws Failure BAD_INPUT for another pair than the demo's */
async function pickTruth(
  context: Context,
  opened: OpenProject,
  indices: readonly number[],
  author: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const pairId = inputOf(opened.project, 'pair', undefined);
  const description = describePair(opened.project.artifacts.artifact(pairId));
  const truth = await truthOf(context.options.resourcesFolder, description);
  const width = truth.w.length / truth.count;
  const beyond = indices.find((index) => index >= truth.count);
  if (beyond !== undefined)
    throw new Failure('NOT_FOUND', `There is no fixed latent ${beyond}; there are ${truth.count}.`);
  const w = takeRows({ data: truth.w, shape: [truth.count, width] }, indices);
  const engine = await context.pairEngine(opened, pairId);
  const { strips } = await engine.render({ w, encode: false, tilesPerStrip: 1, compare: null, pixels: false }, signal);
  const hash = generatorHash(description);
  const pictures = indices.map((index, row): PictureToAnnotate => {
    const strip = strips?.[row];
    if (!strip) throw new Failure('INTERNAL', 'The engine returned no picture.');
    return {
      w: rowOf(w, row).slice(),
      pairId,
      className: description.classNames[truth.classIndex[index] as number] as string,
      source: { kind: 'truth', index },
      strip: { ...strip, hash: stripHash(hash, takeRows(w, [row])) },
      tile: 0,
    };
  });
  return opened.project.masks.addPictures(pictures, hash, author);
}

interface Picked {
  readonly pairId: string;
  readonly pictures: readonly PictureToAnnotate[];
}

function pickSamples(context: Context, opened: OpenProject, pick: Extract<Pick, { kind: 'samples' }>): Picked {
  const { project } = opened;
  const samplesId = inputOf(project, 'samples', pick.samples);
  const pairId = pairOf(project, samplesId);
  if (pairId === null) {
    throw new Failure(
      'BAD_INPUT',
      'These samples are plain arrays and have no pictures, so nothing can be drawn on them.',
    );
  }
  const { classNames } = describePair(project.artifacts.artifact(pairId));
  const set = samplesOf(context, opened, samplesId);
  const pictures = pick.indices.map((index): PictureToAnnotate => {
    if (index >= set.count) throw new Failure('NOT_FOUND', `There is no sample ${index}.`);
    const { picture, classIndex } = sampleAt(set, index);
    return {
      w: rowOf(set.w, index).slice(),
      pairId,
      className: classNames[classIndex] as string,
      source: { kind: 'sample', samples: samplesId, index },
      strip: picture.hash,
      tile: picture.index,
    };
  });
  return { pairId, pictures };
}

function pickSwept(context: Context, opened: OpenProject, pick: Extract<Pick, { kind: 'sweep' }>): Picked {
  const { project } = opened;
  const sweepId = inputOf(project, 'sweep', pick.sweep);
  const swept = context.cache.get(`${opened.handle} swept ${sweepId}`, () =>
    readSweptPictures(project.artifacts, sweepId),
  );
  const pairId = ancestorOf(project, sweepId, 'pair');
  const { classNames } = describePair(project.artifacts.artifact(pairId));
  const samples = samplesOf(context, opened, swept.samplesId);
  for (let ordinal = pick.start; ordinal < swept.count; ordinal += swept.starts.length) {
    const part = swept.at(ordinal);
    if (part.directionIndex !== pick.ordinal) continue;
    const image = project.artifacts.imageAt(sweepId, ordinal);
    if (image === null) throw new Failure('NOT_FOUND', 'This strip of the sweep is not stored.');
    const className = classNames[samples.classIndex[part.sample] as number] as string;
    const pictures = pick.steps.map((step): PictureToAnnotate => {
      if (step >= swept.steps) throw new Failure('NOT_FOUND', `There is no step ${step} in this sweep.`);
      return {
        w: rowOf(part.w, step).slice(),
        pairId,
        className,
        source: {
          kind: 'sweep',
          sweep: sweepId,
          direction: part.direction.kind === 'unit' ? `unit ${part.direction.unit}` : part.direction.kind,
          sample: part.sample,
          step,
          steps: swept.steps,
        },
        strip: image.hash,
        tile: step,
      };
    });
    return { pairId, pictures };
  }
  throw new Failure('NOT_FOUND', `The sweep has no pictures in row ${pick.ordinal} from start picture ${pick.start}.`);
}
