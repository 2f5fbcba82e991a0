import type { Artifact, PictureRef } from '#core/artifact.ts';
import type { AnyLinkerParams, CounterfactualParams, SegmentParams, SweepParams, TrackParams } from '#core/params.ts';
import type {
  AtlasSummary,
  CounterfactualSummary,
  LinkerSummary,
  MapsSummary,
  MaskSummary,
  MeasureSummary,
  PairSummary,
  ReportSummary,
  SamplesSummary,
  SegmentSummary,
  SweepSummary,
  TrackSummary,
} from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import type { Context } from '../context.ts';
import { counterfactualTitle, linkerTitle, rangeTitle, segmentTitle, trackTitle } from '../jobs/recipes.ts';
import { isStale } from '../staleness.ts';
import type { Project } from '../store/project.ts';

export function listArtifacts({ projects }: Context, handle: string): ArtifactNode[] {
  const { project } = projects.get(handle);
  return project.artifacts.list().map((artifact) => ({
    artifact,
    title: titleOf(artifact),
    line: artifact.state === 'sealed' ? lineOf(artifact) : 'not finished',
    pictures: picturesOf(project, artifact),
    stale: isStale(project, artifact.id),
    isDefault: project.artifacts.defaultOf(artifact.stage) === artifact.id,
  }));
}

export function setDefault({ projects, events }: Context, handle: string, artifactId: string): void {
  projects.get(handle).project.artifacts.setDefault(artifactId);
  events.publish('event', { kind: 'artifact', project: handle, artifactId });
}

export function removeArtifact({ projects, events }: Context, handle: string, artifactId: string): void {
  projects.get(handle).project.artifacts.remove(artifactId);
  events.publish('event', { kind: 'artifact', project: handle, artifactId });
}

function titleOf({ stage, params, summary }: Artifact): string {
  switch (stage) {
    case 'pair':
      return (summary as unknown as PairSummary).classifierName;
    case 'samples':
      return (summary as unknown as SamplesSummary | null)?.arrays ? 'Arrays' : 'Samples';
    case 'linker':
      return linkerTitle(params as unknown as AnyLinkerParams);
    case 'sweep':
      return `Sweep ${rangeTitle((params as unknown as SweepParams).range)}`;
    case 'mask':
      return 'Masks';
    case 'segment':
      return segmentTitle(params as unknown as SegmentParams);
    case 'maps':
      return 'Label maps';
    case 'measure':
      return 'Measures';
    case 'track':
      return trackTitle(params as unknown as TrackParams);
    case 'atlas':
      return 'Atlas';
    case 'counterfactual':
      return counterfactualTitle(params as unknown as CounterfactualParams);
    case 'report':
      return (summary as unknown as ReportSummary | null)?.title ?? 'Report';
  }
}

/** The one number of an artifact. */
function lineOf({ stage, summary }: Artifact): string {
  switch (stage) {
    case 'pair': {
      const { units, classNames } = summary as unknown as PairSummary;
      return `${units} units, ${classNames.length} classes`;
    }
    case 'samples': {
      const { count, acceptance, arrays } = summary as unknown as SamplesSummary;
      if (arrays) return `${count} rows of ${arrays.units} units`;
      return `${count}, accepted ${(acceptance * 100).toFixed(1)} %`;
    }
    case 'linker':
      return `R² ${(summary as unknown as LinkerSummary).r2.toFixed(3)}`;
    case 'sweep': {
      const { units, starts, steps } = summary as unknown as SweepSummary;
      return `${units} × ${starts} × ${steps} pictures`;
    }
    case 'mask': {
      const { masks, annotators } = summary as unknown as MaskSummary;
      return `${masks} ${masks === 1 ? 'mask' : 'masks'} by ${annotators.length === 1 ? annotators[0] : `${annotators.length} people`}`;
    }
    case 'segment': {
      const { meanIou, masks } = summary as unknown as SegmentSummary;
      return `IoU ${meanIou.toFixed(3)}, ${masks} ${masks === 1 ? 'mask' : 'masks'}`;
    }
    case 'maps':
    case 'measure':
      return `${(summary as unknown as MapsSummary | MeasureSummary).pictures} pictures`;
    case 'track': {
      const { medianMagnitude, pairs } = summary as unknown as TrackSummary;
      return medianMagnitude === null
        ? `${pairs} pairs, nothing trusted`
        : `${medianMagnitude.toFixed(2)} px in the median`;
    }
    case 'atlas': {
      const { units, unitsReported } = summary as unknown as AtlasSummary;
      return `${unitsReported} of ${units} units with q < 0.05`;
    }
    case 'counterfactual': {
      const { valid, cases } = summary as unknown as CounterfactualSummary;
      return `${valid} of ${cases} valid`;
    }
    case 'report':
      return `${((summary as unknown as ReportSummary).sizeBytes / 1e6).toFixed(2)} MB`;
  }
}

const PICTURES_PER_NODE = 4;

/** A few pictures spread over the artifact. */
function picturesOf({ artifacts }: Project, { id }: Artifact): PictureRef[] {
  const parts = artifacts.partCount(id);
  if (parts === 0) return [];
  return Array.from({ length: Math.min(PICTURES_PER_NODE, parts) }, (_, n) =>
    Math.floor((n * parts) / PICTURES_PER_NODE),
  ).flatMap((ordinal) => {
    const image = artifacts.imageAt(id, ordinal);
    return image ? [{ hash: image.hash, index: 0, tiles: image.tiles }] : [];
  });
}
