import { type LinkerMethod, type LinkerParams, linkerParamsSchema } from '#core/params.ts';

/** Parameters as they stand in the form: numbers may be half typed, hidden layers are text. */
export interface TrainDraft {
  readonly method: LinkerMethod;
  readonly choose: LinkerParams['choose'];
  readonly penalty: number | string;
  readonly l1Ratio: number | string;
  readonly components: number | string;
  readonly folds: number | string;
  readonly hidden: string;
  readonly learningRate: number | string;
  readonly maxEpochs: number | string;
  readonly patience: number | string;
  readonly seed: number | string;
}

export type TrainField = keyof TrainDraft;

export function freshDraft(): TrainDraft {
  const params = linkerParamsSchema.parse({});
  return { ...params, hidden: params.hidden.join(', ') };
}

/** Fields that a method reads. What it does not read stays at its default, so that equal linkers have equal ids. */
export function fieldsOf({ method, choose }: Pick<TrainDraft, 'method' | 'choose'>): readonly TrainField[] {
  switch (method) {
    case 'least-squares':
      return [];
    case 'ridge':
      return ['choose', choose === 'given' ? 'penalty' : 'folds'];
    case 'elastic-net':
      return ['choose', 'l1Ratio', choose === 'given' ? 'penalty' : 'folds'];
    case 'pls':
      return choose === 'given' ? ['choose', 'components'] : ['choose', 'components', 'folds'];
    case 'mlp':
      return ['hidden', 'learningRate', 'maxEpochs', 'patience'];
  }
}

export interface ReadDraft {
  /** Null while a field does not hold what it must. */
  readonly params: LinkerParams | null;
  readonly wrong: ReadonlySet<TrainField>;
}

export function readDraft(draft: TrainDraft): ReadDraft {
  const fields: readonly TrainField[] = ['method', ...fieldsOf(draft), 'seed'];
  const given = Object.fromEntries(
    fields.map((field) => [field, field === 'hidden' ? widthsIn(draft.hidden) : draft[field]]),
  );
  const read = linkerParamsSchema.safeParse(given);
  if (read.success) return { params: read.data, wrong: new Set() };
  return { params: null, wrong: new Set(read.error.issues.map(({ path }) => path[0] as TrainField)) };
}

/** `256, 128` as numbers; NaN where a word is none. Empty text is no hidden layer. */
function widthsIn(text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(Number);
}
