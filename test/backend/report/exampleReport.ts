import type { PredictorQuality } from '#backend/report/linkQuality.ts';
import { quantityOf } from '#backend/report/quantity.ts';
import type { ReportData, ShownLine } from '#backend/report/reportData.ts';
import { type Artifact, hashText, type PictureRef } from '#core/artifact.ts';
import {
  atlasParamsSchema,
  counterfactualParamsSchema,
  linkerParamsSchema,
  reportParamsSchema,
  samplesParamsSchema,
  sweepParamsSchema,
} from '#core/params.ts';
import type { Estimate, Fidelity, TrackSummary } from '#core/summary.ts';
import type { MeasuredLine } from '#core/sweepTable.ts';

/** A small study written by hand: two classes, three units, one start picture. */
export function exampleReport(change: Partial<ReportData> = {}): ReportData {
  return {
    title: 'What the units of tiny-classifier show',
    params: reportParamsSchema.parse({}),
    reportId: 'd'.repeat(32),
    inputs: [{ role: 'sweep', id: 'b'.repeat(32) }],
    pair: examplePair,
    samples: {
      params: samplesParamsSchema.parse({ perClass: 10 }),
      summary: {
        count: 20,
        drawn: 22,
        acceptance: 20 / 22,
        duplicates: 0,
        heldOut: 9,
        perClass: [
          { name: 'fox', drawn: 10, accepted: 10 },
          { name: 'cat', drawn: 12, accepted: 10 },
        ],
        confusion: [
          [10, 0],
          [2, 10],
        ],
        classIndices: [0, 1],
        deadUnits: 1,
      },
    },
    linker: {
      params: linkerParamsSchema.parse({ penalty: 0.1 }),
      summary: {
        ...fidelity(0.912, [0.95, 0.9, -0.7]),
        method: 'ridge',
        penalty: 0.1,
        addedPenalty: 0,
        components: null,
        path: null,
        training: null,
        remarks: [],
        trainCount: 11,
        heldOutCount: 9,
        heldOutDraws: 9,
        classMean: fidelity(0.55, [0.6, 0.5, 0.4]),
        shuffled: fidelity(-0.01, [0, 0, 0]),
        nearest: fidelity(0.7, [0.8, 0.7, 0.6]),
        identifiability: {
          weightsRank: 2.6,
          linkedRank: 2.1,
          groups: 2,
          groupedUnits: 2,
          medianStability: 0.97,
          refits: 20,
        },
        perClass: [],
      },
      quality: {
        linked: predictor('linked', 0.912, 5.2),
        baselines: [predictor('class mean', 0.55, 19.6), predictor('shuffled pairs', -0.01, 34.7)],
        perClass: [predictor('fox', 0.92, 5), predictor('cat', 0.9, 5.4)],
      },
    },
    linked: [
      {
        name: 'Worst 1',
        pairs: [
          {
            sample: 4,
            className: 'fox',
            pixelError: 14.9,
            agrees: false,
            original: picture('draws', 3, 8),
            linked: picture('linked', 0, 4),
          },
        ],
      },
    ],
    sweep: {
      params: sweepParamsSchema.parse({ starts: 1, steps: 3 }),
      summary: {
        units: 3,
        directions: 1,
        starts: 1,
        steps: 3,
        images: 9,
        imagesPerSecond: 123,
        noiseFloor: 0,
        medianRealised: 0.35,
        flagged: 1,
        judged: 2,
        extrapolated: false,
      },
      lines: [
        exampleLine({}),
        exampleLine({
          ordinal: 1,
          direction: { kind: 'unit', unit: 1 },
          effect: around(4.5, 0.5),
          realised: around(0.6, 0.1),
        }),
      ],
    },
    shown: [exampleShown()],
    counterfactuals: null,
    parts: null,
    atlas: null,
    artifacts: [
      {
        stage: 'pair',
        version: 1,
        id: 'a'.repeat(32),
        digest: '1'.repeat(64),
        inputs: [],
        device: null,
        libraries: {},
      },
      {
        stage: 'sweep',
        version: 1,
        id: 'b'.repeat(32),
        digest: '2'.repeat(64),
        inputs: [{ role: 'linker', id: 'c'.repeat(32) }],
        device: 'cpu',
        libraries: { 'onnxruntime-node': '1.30.0', ort: '1.30.0' },
      },
    ],
    pictures: new Map(
      ['draws', 'linked', 'strip'].map((name) => [hashText(name), { mediaType: 'image/webp', bytes: onePixelWebp }]),
    ),
    ...change,
  };
}

const exampleChange = {
  part: 1,
  name: 'tail',
  measure: 'extent',
  change: around(1.5, 0.2),
  effectSize: 3,
  q: 0.01,
  area: 0.7,
  before: 1.2,
  after: 0.3,
} as const;

/** Two pictures of one path from fox to cat; one of two samples only turned the logits. */
export function exampleCounterfactuals(): NonNullable<ReportData['counterfactuals']> {
  const pictures = [0, 1].map((place) => ({
    place,
    picture: picture('strip', place, 3),
    probability: 0.05 + 0.9 * place,
  }));
  return {
    params: counterfactualParamsSchema.parse({ perPair: 2 }),
    summary: {
      method: 'proximal',
      cases: 2,
      valid: 1,
      outcomes: { reached: 1, flipped: 0, 'picture-stays': 1, unreachable: 0, already: 0 },
      classPairs: 1,
      startsWrong: 0,
      crossing: around(0.86, 0.02),
      medianMoved: 3,
      medianMinimal: 2,
      units: 3,
      scores: { validity: 0.5, proximity: 0.7, sparsity: 0, plausibility: 1.4, diversity: null },
      controls: {
        randomLeave: 0.032,
        randomReach: 0.003,
        randomCount: 10,
        shuffledReach: 0,
        seedAgreement: 0.999,
        noiseAgreement: 0.998,
        n: 1,
      },
      images: 50,
      imagesPerSecond: 100,
    },
    pairs: [{ origin: 0, target: 1, n: 2, valid: 1, length: 0.7, crossing: around(0.86, 0.02), minimal: 2 }],
    examples: [
      {
        sample: 4,
        origin: 0,
        target: 1,
        crossing: 0.86,
        pictures,
        units: [2, 0],
        measured: 2,
        changes: [exampleChange],
      },
    ],
  };
}

/** A segmenter of one part beside the background, and one change of it. */
export function exampleParts(): NonNullable<ReportData['parts']> {
  const labels = [
    { id: 'background', name: 'background', colour: '#000000' },
    { id: 'tail', name: 'tail', colour: '#ff0000' },
  ] as const;
  return {
    masks: { masks: 4, pictures: 3, annotators: ['Ada', 'Bob'], drawn: [] },
    segmenter: {
      masks: 4,
      parts: [
        { id: 'background', name: 'background', iou: 0.9, interval: [0.8, 0.95] },
        { id: 'tail', name: 'tail', iou: 0.8, interval: [0.7, 0.9] },
      ],
      meanIou: 0.85,
      meanIouInterval: [0.75, 0.9],
      isHeldOut: true,
    } as unknown as NonNullable<ReportData['parts']>['segmenter'],
    measures: {
      labels: labels as unknown as NonNullable<ReportData['parts']>['measures']['labels'],
      quantities: ['background', 'tail', 'picture'],
      steps: 3,
      parts: 2,
      pictures: 6,
      strongest: [],
    },
    changes: [
      {
        direction: { kind: 'unit', unit: 7 },
        directionIndex: 0,
        quantity: 'tail',
        metric: 'extent',
        delta: around(1.5, 0.2),
        slope: around(0.5, 0.1),
        standardised: 2.1,
        monotonicity: 1,
      },
    ],
    motion: {
      summary: { pairs: 12, noiseFloor: 0.01 } as unknown as TrackSummary,
      moved: [{ unit: 7, part: 'tail', magnitude: around(0.8, 0.1), x: 0.5, y: -0.6, expansion: 0.02, rotation: -0.1 }],
    },
    artifacts: [],
  };
}

/** Two units, one of which makes the tail longer and darker. */
export function exampleAtlas(): NonNullable<ReportData['atlas']> {
  const score = { measured: 0.6, predicted: 0.5, low: 0.2, high: 0.4, p: 0.01 };
  const summary: NonNullable<ReportData['atlas']>['summary'] = {
    parts: ['background', 'tail', 'picture'],
    metrics: ['lightness', 'extent'],
    units: 2,
    starts: 5,
    steps: 3,
    nullDirections: 200,
    chance: 'direction',
    medianLength: 1.2,
    medianChanceLength: 1.2,
    nullLengths: [1, 2],
    tested: 10,
    reported: 2,
    unitsReported: 1,
    belowFloor: 0,
    constant: 1,
    groups: 2,
    disentanglement: score,
    completeness: score,
    tailShape: 0,
    tailCheck: { n: 2000, shares: [{ level: 0.05, share: 0.049 }] },
    responseR2: 0.9,
    remarks: ['Spread between classes needs 5 start pictures a class; the fewest here are 1.'],
  };
  return {
    params: atlasParamsSchema.parse({ lengths: 2 }),
    summary,
    units: [
      {
        unit: 7,
        parts: [null, { metric: 'extent', value: 1.5, half: 0.2, q: 0.001 }, null],
        concepts: 2,
        overParts: 0.8,
      },
    ],
    map: {
      units: [7, 3],
      concepts: [
        { part: 'tail', metric: 'lightness' },
        { part: 'tail', metric: 'extent' },
        { part: 'picture', metric: 'lightness' },
      ],
      cells: [
        { row: 0, column: 0, value: -0.4, isReported: false },
        { row: 0, column: 1, value: 1.5, isReported: true },
      ],
    },
    artifact: { stage: 'atlas', version: 1, id: 'e'.repeat(32), inputs: [] } as unknown as Artifact,
  };
}

const onePixelWebp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64');

export const examplePair: ReportData['pair'] = {
  generatorName: 'tiny-generator',
  classifierName: 'tiny-classifier',
  classNames: ['fox', 'cat'],
  parts: [],
  zDim: 8,
  wDim: 3,
  units: 3,
  representation: 'fc1, ReLU',
  nonneg: true,
  imageSizePx: [64, 64],
  taps: [],
  licences: ['MIT', 'MIT'],
  files: [{ role: 'classifier', name: 'classifier.onnx', sha256: 'e'.repeat(64), sizeBytes: 1_530_000 }],
  headKnown: true,
};

export function exampleLine(change: Partial<MeasuredLine>): MeasuredLine {
  return {
    ordinal: 0,
    direction: { kind: 'unit', unit: 0 },
    low: 0,
    high: 3,
    seenLow: 0,
    seenHigh: 3.4,
    activationMean: 1.1,
    activationSd: 0.6,
    extrapolated: false,
    latentLength: 0.8,
    dead: false,
    effect: around(12.1, 1.3),
    realised: around(0.1, 0.02),
    specificity: { ownChange: around(0.4, 0.1), rankShare: 0.3, ratio: 1.2 },
    flagged: true,
    stability: 0.97,
    group: 0,
    largestDistance: 14,
    firstPart: 0,
    strips: [hashText('strip')],
    ...change,
  };
}

export function exampleShown(change: Partial<MeasuredLine> = {}): ShownLine {
  return {
    line: exampleLine(change),
    values: [0, 1.5, 3],
    starts: [{ sample: 4, className: 'fox', picture: picture('draws', 3, 8), strip: hashText('strip') }],
  };
}

function picture(name: string, index: number, tiles: number): PictureRef {
  return { hash: hashText(name), index, tiles };
}

function around(value: number, half: number): Estimate {
  return { value, low: value - half, high: value + half, n: 10 };
}

function fidelity(r2: number, r2PerDimension: readonly number[]): Fidelity {
  const numbers = {
    r2,
    cosine: Math.max(0, r2),
    agreement: 1,
    divergence: 0.1,
    cycleError: 0.2,
    pixelError: 5,
    structureError: 0.05,
  };
  const none = { r2: null, cosine: null, agreement: null, divergence: null, cycleError: null, pixelError: null };
  return { ...numbers, intervals: { ...none, structureError: null }, r2PerDimension, r2PerComponent: r2PerDimension };
}

function predictor(name: string, r2: number, pixelError: number): PredictorQuality {
  return {
    name,
    r2: quantityOf(around(r2, 0.007)),
    cosine: quantityOf(around(Math.max(0, r2), 0.01)),
    agreement: { value: 1, interval: [0.7, 1], n: 9 },
    divergence: quantityOf(around(0.1, 0.01)),
    cycleError: quantityOf(around(0.2, 0.01)),
    structureError: quantityOf(around(0.05, 0.01)),
    pixelError: quantityOf(around(pixelError, 0.4)),
  };
}
