import type { Artifact, PictureRef } from '#core/artifact.ts';
import { stepsOf } from '#core/direction.ts';
import { Failure } from '#core/failure.ts';
import { anyLinkerParamsSchema, type ReportParams, samplesParamsSchema, sweepParamsSchema } from '#core/params.ts';
import { readSamples, type SampleSet } from '#core/sampleSet.ts';
import type { ArtifactReader } from '#core/stage.ts';
import type { LinkerSummary, PairSummary, SamplesSummary, SweepSummary } from '#core/summary.ts';
import { type MeasuredLine, readSweepTable } from '#core/sweepTable.ts';
import { gatherAtlas } from './atlas.ts';
import { chooseLinked } from './chooseLinked.ts';
import { gatherCounterfactuals } from './counterfactuals.ts';
import { qualityOf, readLinkedRows } from './linkQuality.ts';
import { gatherParts } from './parts.ts';
import type { LinkedPair, Provenance, ReportData, ShownLine, StoredPicture } from './reportData.ts';
import { byEffect } from './strongest.ts';

/** Held-out samples shown as worst, median and best each. */
const PAIRS_PER_GROUP = 3;

/** Reads everything the page shows. The sweep names its linker and samples, and these the pair. */
export function gatherReport(
  reader: ArtifactReader,
  inputs: Readonly<Record<string, string>>,
  reportId: string,
  params: ReportParams,
): ReportData {
  const sweepId = inputs.sweep as string;
  const sweepArtifact = reader.artifact(sweepId);
  const linkerArtifact = reader.artifact(inputOf(sweepArtifact, 'linker'));
  const samplesArtifact = reader.artifact(inputOf(sweepArtifact, 'samples'));
  const pairArtifact = reader.artifact(inputOf(samplesArtifact, 'pair'));
  const counterfactualId = inputs.counterfactual;
  const counterfactuals = counterfactualId === undefined ? null : gatherCounterfactuals(reader, counterfactualId);
  const parts = inputs.measure === undefined ? null : gatherParts(reader, inputs.measure, inputs.track);
  const atlas = inputs.atlas === undefined ? null : gatherAtlas(reader, inputs.atlas);
  const artifacts = [
    ...[pairArtifact, samplesArtifact, linkerArtifact, sweepArtifact],
    ...(parts?.artifacts ?? []).filter(({ id }) => id !== sweepId),
    ...(atlas === null ? [] : [atlas.artifact]),
    ...(counterfactualId === undefined ? [] : [reader.artifact(counterfactualId)]),
  ];

  const pair = pairArtifact.summary as unknown as PairSummary;
  const samples = readSamples(reader, samplesArtifact.id);
  const sweep = {
    params: sweepParamsSchema.parse(sweepArtifact.params),
    summary: sweepArtifact.summary as unknown as SweepSummary,
    lines: readSweepTable(reader, sweepId),
  };
  const shown = chooseLines(sweep.lines, params.units).map((line) =>
    showLine(reader, line, { sweepId, steps: sweep.params.steps, starts: params.starts, samples, pair }),
  );
  const { quality, linked } = gatherLink(reader, linkerArtifact, samples, pair);
  return {
    title: params.title ?? `What the units of ${pair.classifierName} show`,
    params,
    reportId,
    inputs: Object.entries(inputs).map(([role, id]) => ({ role, id })),
    pair,
    samples: {
      params: samplesParamsSchema.parse(samplesArtifact.params),
      summary: samplesArtifact.summary as unknown as SamplesSummary,
    },
    linker: {
      params: anyLinkerParamsSchema.parse(linkerArtifact.params),
      summary: linkerArtifact.summary as unknown as LinkerSummary,
      quality,
    },
    linked,
    sweep,
    shown,
    counterfactuals,
    parts,
    atlas,
    artifacts: artifacts.map(provenanceOf),
    pictures: readPictures(reader, [
      ...linked.flatMap(({ pairs }) => pairs.flatMap(({ original, linked: other }) => [original.hash, other.hash])),
      ...shown.flatMap(({ starts }) => starts.flatMap(({ picture, strip }) => [picture.hash, strip])),
      ...(counterfactuals?.examples ?? []).flatMap(({ pictures }) => pictures.map(({ picture }) => picture.hash)),
    ]),
  };
}

function inputOf(artifact: Artifact, role: string): string {
  const id = artifact.inputs.find((input) => input.role === role)?.id;
  if (id === undefined) {
    throw new Failure(
      'DAMAGED_PROJECT',
      `The ${artifact.stage} ${artifact.id.slice(0, 8)} does not say which ${role} it was made from.`,
    );
  }
  return id;
}

/** The strongest units, then every further direction; the control is told in numbers. */
function chooseLines(lines: readonly MeasuredLine[], units: number): MeasuredLine[] {
  const walked = lines.filter(({ dead, effect }) => !dead && effect !== null);
  const strongest = walked.filter(({ direction }) => direction.kind === 'unit').sort(byEffect);
  const further = walked.filter(({ direction }) => direction.kind === 'units' || direction.kind === 'latent');
  return [...strongest.slice(0, units), ...further];
}

interface LineContext {
  readonly sweepId: string;
  readonly steps: number;
  readonly starts: number;
  readonly samples: SampleSet;
  readonly pair: PairSummary;
}

/** The first start pictures of a sweep show one class after the other. */
function showLine(
  reader: ArtifactReader,
  line: MeasuredLine,
  { sweepId, steps, starts, samples, pair }: LineContext,
): ShownLine {
  const rows = Array.from(reader.array(sweepId, 'starts').data).slice(0, starts);
  return {
    line,
    values: Array.from(stepsOf(line.low, line.high, steps)),
    starts: rows.map((sample, at) => ({
      sample,
      className: pair.classNames[samples.classIndex[sample] as number] as string,
      picture: samples.pictures?.[sample] as PictureRef,
      strip: line.strips[at] ?? null,
    })),
  };
}

function gatherLink(reader: ArtifactReader, linker: Artifact, samples: SampleSet, { classNames }: PairSummary) {
  const heldOut = samples.accepted().heldOut(true);
  const quality = qualityOf(linker);
  const { pixelError: errors, agrees } = readLinkedRows(reader, linker.id);
  const pictures = linkedPicturesOf(reader, linker.id);
  const linkedPair = (row: number): LinkedPair => ({
    sample: heldOut.index[row] as number,
    className: classNames[heldOut.classIndex[row] as number] as string,
    pixelError: errors[row] as number,
    agrees: agrees[row] === 1,
    original: heldOut.pictures?.[row] as PictureRef,
    linked: pictures[row] as PictureRef,
  });
  return {
    quality,
    linked: chooseLinked(errors, PAIRS_PER_GROUP).map(({ name, rows: chosen }) => ({
      name,
      pairs: chosen.map(linkedPair),
    })),
  };
}

/** Where the linked picture of each held-out sample is, in the order of the held-out samples. */
function linkedPicturesOf(reader: ArtifactReader, linkerId: string): PictureRef[] {
  return Array.from(reader.placedParts(linkerId), ({ part }) => part).flatMap(({ arrays, image }) => {
    const count = arrays.agrees?.shape[1] ?? 0;
    return Array.from({ length: count }, (_, index) => ({
      hash: image?.hash ?? '',
      index,
      tiles: image?.tiles ?? count,
    }));
  });
}

function provenanceOf({ stage, version, id, digest, inputs, device, libraries }: Artifact): Provenance {
  return { stage, version, id, digest, inputs, device, libraries };
}

function readPictures(reader: ArtifactReader, hashes: readonly (string | null)[]): Map<string, StoredPicture> {
  const pictures = new Map<string, StoredPicture>();
  for (const hash of hashes) {
    if (!hash || pictures.has(hash)) continue;
    const picture = reader.picture(hash);
    if (picture) pictures.set(hash, picture);
  }
  return pictures;
}
