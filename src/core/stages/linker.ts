import { Failure } from '../failure.ts';
import { classMeans } from '../fidelity/baselines.ts';
import { fidelityCard } from '../fidelity/card.ts';
import { type HeldOutTask, seeHeldOut } from '../fidelity/heldOutParts.ts';
import type { Epoch } from '../graph/train.ts';
import { resampleRows, summariseUnits, tallyStability } from '../identifiability.ts';
import { takeImported } from '../importedLinker.ts';
import type { Json } from '../json.ts';
import { type Linker, predictLinked, storeLinker } from '../linker.ts';
import { type FittedLinker, type FitWatch, fitAgain, fitLinker, type TrainingRows } from '../linkerFit.ts';
import type { AnyLinkerParams, LinkerParams } from '../params.ts';
import { shuffled } from '../random.ts';
import { readSamples, type SampleSet } from '../sampleSet.ts';
import type { Stage, StageTools } from '../stage.ts';
import type { IdentifiabilitySummary, LinkerSummary } from '../summary.ts';
import { type FloatTensor, takeRows } from '../tensor.ts';
import { groupUnits } from '../unitGroups.ts';

/**
 * Fits a link on the training latents and measures it on held-out ones, in latent space and in pictures, beside three baselines: the
 * mean latent of the row's class, the same linker fitted on shuffled pairs, and the latent of the nearest training representation.
 * An imported linker is only measured; shuffled, it gets the held-out representations in another order.
 */
export const linkerStage: Stage<AnyLinkerParams> = {
  name: 'linker',
  async run(inputs, params, tools) {
    const samplesId = inputs.samples as string;
    const samples = readSamples(tools.reader, samplesId).accepted();
    const training = samples.heldOut(false);
    const heldOut = samples.heldOut(true);
    requireEnough(training, heldOut);
    const pairs = { representations: training.r, latents: training.w, draws: training.draw };
    // Plain arrays name no classes: all rows are of one, and its mean is the mean of all.
    const classNames = tools.pair?.description.classNames ?? [];
    const isImported = params.method === 'imported';
    const fit = isImported
      ? takeImported(params, tools)
      : await fitLinker(params, pairs, tools.engine, watchFit(tools, 'fitting', params));
    storeLinker(tools.writer, fit.linker);

    const task: HeldOutTask = {
      training,
      heldOut,
      predictions: [
        predictLinked(fit.linker, heldOut.r),
        classMeans(training, heldOut, Math.max(1, classNames.length)),
        isImported
          ? predictLinked(fit.linker, takeRows(heldOut.r, Array.from(shuffled(heldOut.count, params.seed))))
          : predictLinked(await fitShuffled(params, fit, pairs, tools), heldOut.r),
      ],
      key: params as unknown as HeldOutTask['key'],
      samplesId,
    };
    const card = await fidelityCard(task, await seeHeldOut(task, tools), classNames, params.seed);
    for (const [name, array] of Object.entries(card.arrays)) tools.writer.putArray(name, array);
    const { linked, classMean, shuffled: shuffledPairing, nearest } = card.predictors;
    const summary: LinkerSummary = {
      ...linked,
      method: params.method,
      penalty: fit.spec && 'penalty' in fit.spec ? fit.spec.penalty : 0,
      components: fit.spec?.kind === 'pls' ? fit.spec.components : null,
      addedPenalty: fit.addedPenalty,
      path: fit.path,
      training: fit.training,
      remarks: fit.remarks,
      trainCount: training.count,
      heldOutCount: heldOut.count,
      heldOutDraws: new Set(heldOut.draw).size,
      classMean,
      shuffled: shuffledPairing,
      nearest,
      perClass: card.perClass,
      identifiability: isImported
        ? null
        : await identify(params, fit, pairs, task.predictions[0] as FloatTensor, tools),
    };
    return summary as unknown as Json;
  },
};

/** The same linker, fitted to latents in shuffled order. */
async function fitShuffled(
  params: LinkerParams,
  fit: FittedLinker,
  pairs: TrainingRows,
  tools: StageTools,
): Promise<Linker> {
  const order = Array.from(shuffled(pairs.draws.length, params.seed));
  const shuffledPairs = { ...pairs, latents: takeRows(pairs.latents, order) };
  return (await fitAgain(params, fit.spec, shuffledPairs, tools.engine, watchFit(tools, 'shuffled pairs', params)))
    .linker;
}

/** Tells of a fit that is under way, epoch by epoch where it has epochs. */
function watchFit({ signal, tell }: StageTools, what: string, { maxEpochs }: LinkerParams): FitWatch {
  const epochs: Epoch[] = [];
  tell({ doing: what, epochs: null });
  return {
    signal,
    onReport({ epoch, trainLoss, validationLoss }) {
      if (validationLoss !== null) epochs.push({ trainLoss, validationLoss });
      tell({ doing: `${what}, epoch ${epoch} of at most ${maxEpochs}`, epochs: [...epochs] });
    },
  };
}

/** Refits on resampled draws that the stability of directions is taken over. */
const REFITS = 20;

/** Stores what the link can say of each unit, arrays `stability` and `group`. */
async function identify(
  params: LinkerParams,
  fit: FittedLinker,
  pairs: TrainingRows,
  linked: FloatTensor,
  tools: StageTools,
): Promise<IdentifiabilitySummary | null> {
  if (fit.linker.kind !== 'linear') return null;
  const { weights } = fit.linker.map;
  const tally = tallyStability(weights);
  for (let refit = 1; refit <= REFITS; refit++) {
    const rows = resampleRows(pairs.draws, (params.seed + refit) >>> 0);
    const resampled = {
      representations: takeRows(pairs.representations, rows),
      latents: takeRows(pairs.latents, rows),
      draws: Int32Array.from(rows, (row) => pairs.draws[row] as number),
    };
    tools.tell({ doing: `refit ${refit} of ${REFITS}`, epochs: null });
    const { linker } = await fitAgain(params, fit.spec, resampled, tools.engine, tools);
    if (linker.kind === 'linear') tally.add(linker.map.weights);
  }
  const stability = tally.mean();
  const group = groupUnits(weights);
  tools.writer.putArray('stability', { data: stability, shape: [stability.length] });
  tools.writer.putArray('group', { data: group, shape: [group.length] });
  return summariseUnits({ weights, linked, stability, group, refits: REFITS });
}

function requireEnough(training: SampleSet, heldOut: SampleSet): void {
  if (training.count < 2 || heldOut.count < 2) {
    throw new Failure(
      'NO_SAMPLES',
      `A linker needs at least 2 training and 2 held-out samples, but there are ${training.count} and ${heldOut.count}.`,
      { remedy: 'Draw more samples, or change the held-out share.' },
    );
  }
  const same = isOneRow(training.w) ? 'training' : isOneRow(heldOut.w) ? 'held-out' : null;
  if (same === null) return;
  throw new Failure('BAD_INPUT', `All ${same} samples have the same latent: there is nothing to link.`, {
    remedy: 'Look at where the latents come from.',
  });
}

/** Whether all rows are the same. */
function isOneRow({ data, shape }: FloatTensor): boolean {
  const width = shape[1] as number;
  return data.every((value, at) => value === data[at % width]);
}
