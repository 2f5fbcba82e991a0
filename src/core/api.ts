import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { atlasContract } from './atlasApi.ts';
import type { CounterfactualDifference } from './counterfactual/compare.ts';
import type { EngineStatus } from './engine.ts';
import { annotatorSchema, maskContract } from './maskApi.ts';
import { MEASURE_IDS } from './measure/measures.ts';
import { CHANGE_ORDERS } from './measure/orderChanges.ts';
import {
  atlasParamsSchema,
  counterfactualParamsSchema,
  importedLinkerParamsSchema,
  linkerParamsSchema,
  mapsParamsSchema,
  measureParamsSchema,
  rangeSchema,
  reportParamsSchema,
  type SourceFile,
  samplesParamsSchema,
  segmentParamsSchema,
  sweepParamsSchema,
  trackParamsSchema,
} from './params.ts';
import type { PairSummary } from './summary.ts';
import type {
  AppInfo,
  ArtifactNode,
  ChangePage,
  CompactReport,
  CostEstimate,
  CounterfactualCase,
  CounterfactualMatrix,
  CounterfactualPair,
  CounterfactualRun,
  FolderEntry,
  ImportedMatches,
  Job,
  JournalEntry,
  LinkedPair,
  LinkerCard,
  LinkerDifference,
  LinkerResiduals,
  LinkerRow,
  LiveFrame,
  LiveSegmenter,
  MotionOverlay,
  PairInfo,
  PartsOverlay,
  ProjectInfo,
  RecentProject,
  Sample,
  SamplesView,
  SegmenterRow,
  SegmentProposal,
  ServerEvent,
  Settings,
  StageStatus,
  SweepRow,
  SweepView,
  TrackedPair,
  TrackRun,
  TrackView,
  UnitMeasures,
  UnitView,
  VerifyReport,
} from './views.ts';

/**
 * Every call and event, as one contract. Hosts implement only the wire; the backend implements the calls (handlers.ts).
 * Inputs are validated here, at the boundary. Pictures never travel through calls: they are fetched by URL.
 */

const project = z.string().min(1).max(200);
const artifact = z.string().regex(/^[0-9a-f]{32}$/, 'is not an artifact id');
const path = z.string().min(1).max(4096);
const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(2000).default(200) };

/** Order of the wall: by effect (strongest first), by realised / requested, or by unit number. */
export const sweepSortSchema = z.enum(['effect', 'realised', 'latentLength', 'activation', 'unit']);

/** The demo's classifiers: taught the factors of its world beside the classes, or the classes alone. */
export const DEMO_CLASSIFIERS = ['aux', 'class-only'] as const;
export type DemoClassifier = (typeof DEMO_CLASSIFIERS)[number];

/** One unit held at an activation, as the live slider asks for it; null leaves it as it is in the start sample. */
const setUnit = z.object({ unit: z.int().min(0), value: z.number().nullable() });

/** A stage call starts a job; the artifact's id is known at once, and an artifact that exists already is returned as done. */
interface Started {
  readonly job: Job | null;
  readonly artifactId: string;
}

export const runRequestSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('samples'), pair: artifact.optional(), params: samplesParamsSchema }),
  z.object({ stage: z.literal('linker'), samples: artifact.optional(), params: linkerParamsSchema }),
  z.object({ stage: z.literal('sweep'), linker: artifact.optional(), params: sweepParamsSchema }),
  z.object({
    stage: z.literal('track'),
    sweep: artifact.optional(),
    /** Absent: the default label maps, where they are of this sweep; null: none, and motion is of the whole picture. */
    maps: artifact.nullish(),
    params: trackParamsSchema,
  }),
  z.object({
    stage: z.literal('segment'),
    mask: artifact.optional(),
    /** A segmenter to go on from. */
    start: artifact.optional(),
    params: segmentParamsSchema,
  }),
  z.object({
    stage: z.literal('maps'),
    segment: artifact.optional(),
    sweep: artifact.optional(),
    params: mapsParamsSchema,
  }),
  z.object({ stage: z.literal('measure'), maps: artifact.optional(), params: measureParamsSchema }),
  z.object({
    stage: z.literal('atlas'),
    sweep: artifact.optional(),
    /** Absent: measures of the sweep, or the default ones; null: none, and whole pictures are compared. */
    measure: artifact.nullish(),
    params: atlasParamsSchema,
  }),
  z.object({
    stage: z.literal('counterfactual'),
    linker: artifact.optional(),
    samples: artifact.optional(),
    /** Absent: the default segmenter, where it is of the same generator; null: none, and parts are not measured. */
    segment: artifact.nullish(),
    params: counterfactualParamsSchema,
  }),
  z.object({
    stage: z.literal('report'),
    sweep: artifact.optional(),
    /** Absent: the default run, where it goes back to the sweep's linker; null: none. */
    counterfactual: artifact.nullish(),
    /** Absent: the default measures, where they go back to the sweep's linker; null: none. */
    measure: artifact.nullish(),
    /** Absent: the motion of the sweep that was measured; null: none. */
    track: artifact.nullish(),
    /** Absent: the default atlas, where it goes back to the sweep's linker; null: none. */
    atlas: artifact.nullish(),
    params: reportParamsSchema,
  }),
]);
export type RunRequest = z.infer<typeof runRequestSchema>;

/** What a job is stored with. An imported linker can be measured, but only a call that has read its file can ask for it. */
export const jobRequestSchema = z.union([
  z.object({ stage: z.literal('linker'), samples: artifact.optional(), params: importedLinkerParamsSchema }),
  runRequestSchema,
]);
export type JobRequest = z.infer<typeof jobRequestSchema>;

/** Two .npy files, [N U] and [N L], and how their rows are split. */
const arraysSchema = z.object({
  representations: path,
  latents: path,
  heldOut: samplesParamsSchema.shape.heldOut,
  seed: samplesParamsSchema.shape.seed,
});

export const contract = {
  app: {
    info: oc.output(type<AppInfo>()),
    settings: oc.output(type<Settings>()),
    setSettings: oc
      .input(
        z
          .object({
            theme: z.enum(['system', 'dark', 'light']),
            annotator: z.string().max(100),
            device: z.enum(['auto', 'cuda', 'webgpu', 'cpu']),
            batch: z.int().min(1).max(1024).nullable(),
            threads: z.int().min(1).max(256).nullable(),
            projectFolder: path,
            modelFolders: z.array(path).max(100),
          })
          .partial(),
      )
      .output(type<Settings>()),
    /** Folders and projects below a folder, for hosts without file dialogs. */
    browse: oc
      .input(z.object({ folder: path.optional() }))
      .output(type<{ folder: string; parent: string | null; entries: FolderEntry[] }>()),
    events: oc.output(eventIterator(type<ServerEvent>())),
  },
  engine: {
    status: oc.output(type<EngineStatus>()),
    restart: oc.output(type<EngineStatus>()),
  },
  project: {
    recent: oc.output(type<RecentProject[]>()),
    forget: oc.input(z.object({ path })).output(type<void>()),
    create: oc
      .input(
        z.object({
          path,
          name: z.string().min(1).max(200).optional(),
          generator: path.optional(),
          classifier: path.optional(),
          noPair: z.boolean().default(false),
          /** Samples that it begins with. */
          arrays: arraysSchema.optional(),
        }),
      )
      .output(type<ProjectInfo>()),
    open: oc.input(z.object({ path })).output(type<ProjectInfo>()),
    /** Opens the demo project, made on first use. */
    openDemo: oc.output(type<ProjectInfo>()),
    close: oc.input(z.object({ project })).output(type<void>()),
    info: oc.input(z.object({ project })).output(type<ProjectInfo>()),
    verify: oc.input(z.object({ project })).output(type<VerifyReport>()),
    backup: oc.input(z.object({ project, to: path })).output(type<{ path: string; sizeBytes: number }>()),
    compact: oc.input(z.object({ project })).output(type<CompactReport>()),
    stages: oc.input(z.object({ project })).output(type<StageStatus[]>()),
  },
  artifact: {
    /** The whole graph, oldest first. */
    list: oc.input(z.object({ project })).output(type<ArtifactNode[]>()),
    setDefault: oc.input(z.object({ project, artifact })).output(type<void>()),
    /** Removes an artifact that nothing depends on. */
    remove: oc.input(z.object({ project, artifact })).output(type<void>()),
  },
  job: {
    list: oc.input(z.object({ project: project.optional() })).output(type<Job[]>()),
    estimate: oc.input(z.object({ project, request: runRequestSchema })).output(type<CostEstimate>()),
    cancel: oc.input(z.object({ job: z.string() })).output(type<Job>()),
    stop: oc.input(z.object({ job: z.string() })).output(type<Job>()),
    resume: oc.input(z.object({ job: z.string() })).output(type<Job>()),
    clear: oc.input(z.object({ project })).output(type<void>()),
  },
  /** Starts any stage: what Overview and recipes use. The calls below are the same thing under the stage's own name. */
  run: oc.input(z.object({ project, request: runRequestSchema })).output(type<Started>()),
  pair: {
    list: oc.input(z.object({ project })).output(type<PairInfo[]>()),
    show: oc
      .input(z.object({ project, pair: artifact.optional() }))
      .output(type<{ info: PairInfo; summary: PairSummary }>()),
    /** Adds a pair from manifests; a missing one is taken from the demo pair, which has two classifiers. */
    add: oc
      .input(
        z.object({
          project,
          generator: path.optional(),
          classifier: path.optional(),
          demoClassifier: z.enum(DEMO_CLASSIFIERS).default('aux'),
        }),
      )
      .output(type<PairInfo>()),
    /** Draws a few pictures live; they are not stored. */
    preview: oc
      .input(
        z.object({
          project,
          pair: artifact.optional(),
          className: z.string(),
          psi: z.number().min(0).max(2),
          seed: z.int().min(0),
          count: z.int().min(1).max(24),
        }),
      )
      .output(type<{ url: string; tiles: number; predictions: { className: string; probability: number }[] }>()),
  },
  samples: {
    draw: oc
      .input(z.object({ project, pair: artifact.optional(), params: samplesParamsSchema }))
      .output(type<Started>()),
    /** Takes representations [N U] and latents [N L] from two .npy files as samples: linkers without a model pair. */
    importArrays: oc.input(arraysSchema.extend({ project })).output(type<{ artifactId: string }>()),
    show: oc.input(z.object({ project, samples: artifact.optional() })).output(type<SamplesView | null>()),
    pictures: oc
      .input(
        z.object({
          project,
          samples: artifact.optional(),
          className: z.string().optional(),
          show: z.enum(['accepted', 'rejected', 'heldOut', 'all']).default('all'),
          ...page,
        }),
      )
      .output(type<{ total: number; samples: Sample[] }>()),
  },
  linker: {
    train: oc
      .input(z.object({ project, samples: artifact.optional(), params: linkerParamsSchema }))
      .output(type<Started>()),
    list: oc.input(z.object({ project })).output(type<LinkerRow[]>()),
    /** Writes a linker as .npz (`coef` [L U], `intercept` [L]; linear ones) or .onnx. */
    exportFile: oc.input(z.object({ project, linker: artifact.optional(), to: path })).output(type<{ path: string }>()),
    /** Takes a linker from a file, .npz (a linear one) or .onnx (any), and measures it on the samples. */
    importFile: oc.input(z.object({ project, samples: artifact.optional(), from: path })).output(type<Started>()),
    /** Measures an imported linker on other samples, without its file. */
    importAgain: oc
      .input(z.object({ project, linker: artifact, samples: artifact.optional() }))
      .output(type<Started>()),
    pictures: oc
      .input(
        z.object({
          project,
          linker: artifact.optional(),
          order: z.enum(['worst', 'best', 'random']).default('worst'),
          ...page,
        }),
      )
      .output(type<{ total: number; medianError: number; worstError: number; pairs: LinkedPair[] }>()),
    /** Everything measured of one linker, beside its baselines. */
    card: oc.input(z.object({ project, linker: artifact.optional() })).output(type<LinkerCard>()),
    /** True less linked values of held-out samples along one principal component of the training latents. */
    residuals: oc
      .input(z.object({ project, linker: artifact.optional(), component: z.int().min(0).default(0) }))
      .output(type<LinkerResiduals>()),
    /** Numbers of b less those of a, on the held-out latents that both were judged on. */
    compare: oc.input(z.object({ project, a: artifact, b: artifact })).output(type<LinkerDifference>()),
  },
  sweep: {
    run: oc
      .input(z.object({ project, linker: artifact.optional(), params: sweepParamsSchema }))
      .output(type<Started>()),
    /** The sweep shown: also a building one, whose finished rows come in as they are done. */
    show: oc.input(z.object({ project, sweep: artifact.optional() })).output(type<SweepView | null>()),
    /** The whole table without pictures' bytes: 2048 rows are a few hundred kB, sorting and filtering happen in the view. */
    rows: oc
      .input(z.object({ project, sweep: artifact.optional(), sort: sweepSortSchema.default('effect'), ...page }))
      .output(type<{ total: number; rows: SweepRow[] }>()),
    unit: oc.input(z.object({ project, sweep: artifact.optional(), unit: z.int().min(0) })).output(type<UnitView>()),
    /** Renders one frame on demand: the start sample with some units set to values. Last request of an id wins. */
    live: oc
      .input(
        z.object({
          project,
          linker: artifact.optional(),
          id: z.string().regex(/^[a-z0-9-]{1,40}$/),
          sample: z.int().min(0),
          units: z.array(setUnit).max(6),
          mode: z.enum(['linked', 'residual']).default('linked'),
        }),
      )
      .output(type<LiveFrame>()),
    /** Range of one unit as a sweep would take it. */
    range: oc
      .input(z.object({ project, linker: artifact.optional(), unit: z.int().min(0), range: rangeSchema }))
      .output(type<{ low: number; high: number; min: number; max: number }>()),
  },
  mask: maskContract,
  measure: {
    run: oc
      .input(z.object({ project, maps: artifact.optional(), params: measureParamsSchema }))
      .output(type<Started>()),
    /** What the directions change of parts, the strongest first; null while nothing is measured. */
    changes: oc
      .input(
        z.object({
          project,
          measure: artifact.optional(),
          /** Id of a label, or `picture`; all when absent. */
          quantity: z.string().min(1).max(100).optional(),
          metric: z.enum(MEASURE_IDS).optional(),
          /** Only those whose interval leaves 0 out. */
          apart: z.boolean().default(false),
          order: z.enum(CHANGE_ORDERS).default('strength'),
          rising: z.boolean().default(false),
          offset: z.int().min(0).default(0),
          limit: z.int().min(1).max(10_000).default(500),
        }),
      )
      .output(type<ChangePage | null>()),
    /** Everything measured of one unit of a sweep; null where that is not measured. */
    unit: oc.input(z.object({ project, sweep: artifact, unit: z.int().min(0) })).output(type<UnitMeasures | null>()),
    /** Writes all measures as CSV. */
    exportFile: oc
      .input(z.object({ project, measure: artifact.optional(), to: path }))
      .output(type<{ path: string; rows: number }>()),
    /** Writes the reference implementation's two tables of each start picture into folders, as its notebook looks for them. */
    exportReference: oc
      .input(z.object({ project, measure: artifact.optional(), to: path }))
      .output(type<{ path: string; files: number; rows: number }>()),
  },
  segment: {
    train: oc
      .input(z.object({ project, mask: artifact.optional(), start: artifact.optional(), params: segmentParamsSchema }))
      .output(type<Started>()),
    /** Finds the parts in every picture of a sweep. */
    apply: oc
      .input(z.object({ project, segment: artifact.optional(), sweep: artifact.optional(), params: mapsParamsSchema }))
      .output(type<Started>()),
    list: oc.input(z.object({ project })).output(type<SegmenterRow[]>()),
    /** The parts in the pictures of a sweep, to be drawn over them. */
    overlay: oc.input(z.object({ project, sweep: artifact })).output(type<PartsOverlay>()),
    /**
     * Parts and, of an ensemble, disagreement of a picture of the queue. Without `segment` by the live segmenter where it has learned,
     * else by the default one.
     */
    propose: oc
      .input(z.object({ project, segment: artifact.optional(), picture: artifact }))
      .output(type<SegmentProposal>()),
    /** The segmenter that learns while people annotate. */
    live: oc.input(z.object({ project })).output(type<LiveSegmenter>()),
    setLive: oc
      .input(z.object({ project, annotator: annotatorSchema, isOn: z.boolean() }))
      .output(type<LiveSegmenter>()),
    /** Writes a segmenter as ONNX: feature maps in, probabilities of labels out. */
    exportFile: oc
      .input(z.object({ project, segment: artifact.optional(), to: path }))
      .output(type<{ path: string }>()),
    /** Takes a segmenter that was exported, and judges it on sealed masks of the project. */
    importFile: oc
      .input(z.object({ project, mask: artifact.optional(), from: path }))
      .output(type<{ artifactId: string }>()),
  },
  track: {
    run: oc
      .input(z.object({ project, sweep: artifact.optional(), maps: artifact.nullish(), params: trackParamsSchema }))
      .output(type<Started>()),
    /** Takes an ONNX flow model, to be named in `params.flow`: `first`, `second` [B 3 H W] in -1..1 to `flow` [B 2 H W], px. */
    addFlowModel: oc.input(z.object({ project, from: path })).output(type<SourceFile>()),
    list: oc.input(z.object({ project })).output(type<TrackRun[]>()),
    /** Arrows over the pictures of a sweep. */
    overlay: oc.input(z.object({ project, sweep: artifact })).output(type<MotionOverlay>()),
    /** Null while nothing is tracked. */
    show: oc.input(z.object({ project, track: artifact.optional() })).output(type<TrackView | null>()),
    /** One pair of pictures with its fields, found again; `pair` counts those of `TrackView.pairs`, the last by default. */
    pair: oc
      .input(
        z.object({
          project,
          track: artifact.optional(),
          ordinal: z.int().min(0),
          pair: z.int().min(0).optional(),
          percentile: z.number().min(0).max(100).default(90),
        }),
      )
      .output(type<TrackedPair>()),
    /** Writes all numbers as .csv, or the arrows of one pair as .svg. */
    exportFile: oc
      .input(
        z.object({
          project,
          track: artifact.optional(),
          ordinal: z.int().min(0).optional(),
          pair: z.int().min(0).optional(),
          to: path,
        }),
      )
      .output(type<{ path: string }>()),
    /** Reads matches of the reference (`corres`), takes out their global motion, and writes what is left as .csv or .svg. */
    importMatches: oc.input(z.object({ project, from: path, to: path })).output(type<ImportedMatches>()),
  },
  atlas: {
    build: oc
      .input(z.object({ project, sweep: artifact.optional(), measure: artifact.nullish(), params: atlasParamsSchema }))
      .output(type<Started>()),
    ...atlasContract,
  },
  counterfactual: {
    run: oc
      .input(
        z.object({
          project,
          linker: artifact.optional(),
          /** Samples to start from; those of the linker when absent. */
          samples: artifact.optional(),
          /** What finds parts along the paths; null for none. */
          segment: artifact.nullish(),
          params: counterfactualParamsSchema,
        }),
      )
      .output(type<Started>()),
    list: oc.input(z.object({ project })).output(type<CounterfactualRun[]>()),
    /** The run shown: also a building one, whose pairs fill as they are done. */
    matrix: oc
      .input(z.object({ project, counterfactual: artifact.optional() }))
      .output(type<CounterfactualMatrix | null>()),
    /** All cases of a class pair, and what they have in common. */
    pair: oc
      .input(z.object({ project, counterfactual: artifact.optional(), from: z.string(), to: z.string() }))
      .output(type<CounterfactualPair>()),
    case: oc
      .input(z.object({ project, counterfactual: artifact.optional(), ordinal: z.int().min(0) }))
      .output(type<CounterfactualCase>()),
    /** Two runs on the samples and targets that both have. */
    compare: oc.input(z.object({ project, a: artifact, b: artifact })).output(type<CounterfactualDifference>()),
    /** Writes a run as .csv (a row a case) or .npz (shifts, latents, logits). */
    exportFile: oc
      .input(z.object({ project, counterfactual: artifact.optional(), to: path }))
      .output(type<{ path: string }>()),
  },
  report: {
    build: oc
      .input(
        z.object({
          project,
          sweep: artifact.optional(),
          counterfactual: artifact.nullish(),
          measure: artifact.nullish(),
          track: artifact.nullish(),
          atlas: artifact.nullish(),
          params: reportParamsSchema,
        }),
      )
      .output(type<Started>()),
    /** Where the newest report can be opened; null when none is built. */
    latest: oc
      .input(z.object({ project }))
      .output(type<{ artifactId: string; url: string; title: string; createdAt: string; sizeBytes: number } | null>()),
    /** Writes the report as a file or folder. */
    save: oc.input(z.object({ project, report: artifact.optional(), to: path })).output(type<{ path: string }>()),
  },
  journal: {
    list: oc
      .input(z.object({ project, kind: z.string().optional(), after: z.int().min(0).default(0) }))
      .output(type<JournalEntry[]>()),
    /** Pin, tag or annotate a unit. Entries are never changed: the newest of a kind counts. */
    unit: oc
      .input(
        z.object({
          project,
          unit: z.int().min(0),
          pinned: z.boolean().optional(),
          tags: z.array(z.string().min(1).max(60)).max(50).optional(),
          note: z.string().max(10_000).optional(),
        }),
      )
      .output(type<JournalEntry[]>()),
  },
};

export type Contract = typeof contract;
