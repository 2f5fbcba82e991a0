import type { PairEngine } from '#core/engine.ts';
import { describeFailure } from '#core/failure.ts';
import type { Json } from '#core/json.ts';
import { iouOf, meanIou, sumConfusion } from '#core/segment/confusion.ts';
import type { SegmenterFit } from '#core/segment/request.ts';
import type { LiveSegmenter } from '#core/views/segment.ts';
import type { OpenProject } from '../openProjects.ts';
import type { Project } from '../store/project.ts';
import { gatherMaterial, type Learned, type LiveMaterial } from './liveMaterial.ts';
import { isFinished } from './queue.ts';
import { scoreUnsure, type Unsure } from './unsure.ts';

/**
 * Segmenters that learn while people annotate: one a project, trained again in the background when finished masks change. They are kept in
 * memory and are no artifacts: what is to last is trained from sealed masks.
 */
export interface LiveSegmenters {
  view(opened: OpenProject): LiveSegmenter;
  /** What was learned last; null before, and where learning is off. */
  current(opened: OpenProject): CurrentSegmenter | null;
  /** How unsure it is about the pictures that nobody has finished, as far as it has looked at them. */
  unsure(opened: OpenProject): ReadonlyMap<string, Unsure>;
  setOn(opened: OpenProject, author: string, isOn: boolean): void;
  /** Somebody draws in a project: from now on it learns. */
  begin(opened: OpenProject): void;
  /** Something may have changed that it learns from, or waits for. */
  touch(handle: string): void;
  /** Ends what goes on in a project, and forgets it. */
  drop(handle: string): Promise<void>;
}

export interface CurrentSegmenter extends Learned {
  /** Names it for the engine. */
  readonly key: string;
  readonly masks: number;
  /** ISO 8601 */
  readonly at: string;
}

export interface LiveTools {
  pairEngine(opened: OpenProject, pairId: string): Promise<PairEngine>;
  /** A job has the device: it goes first. */
  isBusy(): boolean;
  /** What `view`, `current` or `unsure` answers has changed. */
  onChange(handle: string): void;
  /** Quiet time after a change before it learns. */
  readonly pauseMs?: number;
}

const KIND = 'segment.live';

/** A hand that corrects a finished mask rests for about that long between strokes. */
const PAUSE_MS = 1_200;
const CHANGE_INTERVAL_MS = 250;

function isOnIn({ journal }: Project): boolean {
  const newest = journal.list({ kind: KIND }).at(-1);
  return newest === undefined || (newest.payload as { isOn: boolean }).isOn;
}

export function createLiveSegmenters(tools: LiveTools): LiveSegmenters {
  const learners = new Map<string, Learner>();
  const of = ({ handle }: OpenProject): Learner | undefined => learners.get(handle);
  return {
    view: (opened) => ({ isOn: isOnIn(opened.project), ...(of(opened)?.view() ?? NOTHING_LEARNED) }),
    current: (opened) => (isOnIn(opened.project) ? (of(opened)?.current() ?? null) : null),
    unsure: (opened) => (isOnIn(opened.project) ? (of(opened)?.unsure() ?? NOBODY_ASKED) : NOBODY_ASKED),
    setOn(opened, author, isOn) {
      if (isOn === isOnIn(opened.project)) return;
      opened.project.journal.append({ author, kind: KIND, payload: { isOn } as Json });
      if (isOn) this.begin(opened);
      else void of(opened)?.stop();
      tools.onChange(opened.handle);
    },
    begin(opened) {
      if (!learners.has(opened.handle)) learners.set(opened.handle, createLearner(opened, tools));
      of(opened)?.touch();
    },
    touch: (handle) => learners.get(handle)?.touch(),
    async drop(handle) {
      const learner = learners.get(handle);
      learners.delete(handle);
      await learner?.stop();
    },
  };
}

const NOBODY_ASKED: ReadonlyMap<string, Unsure> = new Map();
const NOTHING_LEARNED: Omit<LiveSegmenter, 'isOn'> = {
  state: 'idle',
  masks: 0,
  member: 0,
  members: 0,
  failure: null,
  learned: null,
};

interface Learner {
  view(): Omit<LiveSegmenter, 'isOn'>;
  current(): CurrentSegmenter | null;
  unsure(): ReadonlyMap<string, Unsure>;
  touch(): void;
  /** Resolves when nothing runs any more. What was learned stays. */
  stop(): Promise<void>;
}

interface Pass {
  readonly content: string;
  readonly controller: AbortController;
}

function createLearner(opened: OpenProject, { pairEngine, isBusy, onChange, pauseMs = PAUSE_MS }: LiveTools): Learner {
  const { handle, project } = opened;
  let view = NOTHING_LEARNED;
  let current: CurrentSegmenter | null = null;
  let learnedContent: string | null = null;
  let unsure: ReadonlyMap<string, Unsure> = new Map();
  let pause: NodeJS.Timeout | undefined;
  /** What could not be learned is not tried again before it is another. */
  let failedContent: string | null = null;
  let pass: Pass | null = null;
  /** Ends when the last pass has ended: two of them never train at once. */
  let running: Promise<void> = Promise.resolve();
  let serial = 0;
  let changedAt = 0;

  const show = (change: Partial<typeof view>): void => {
    const isStep = change.state === undefined;
    view = { ...view, ...change };
    const now = Date.now();
    if (isStep && now - changedAt < CHANGE_INTERVAL_MS) return;
    changedAt = now;
    onChange(handle);
  };

  const look = (): void => {
    if (!isOnIn(project)) return;
    let material: LiveMaterial | null;
    try {
      material = gatherMaterial(project, current);
    } catch (thrown) {
      pass?.controller.abort();
      show({ state: 'failed', failure: describeFailure(thrown).message });
      return;
    }
    if (material === null) {
      pass?.controller.abort();
      if (view.state !== 'idle') show({ state: 'idle' });
      return;
    }
    const { content } = material;
    if (content === (pass?.content ?? failedContent)) return;
    if (isBusy()) {
      if (view.state !== 'waiting' && content !== learnedContent) show({ state: 'waiting', masks: material.masks });
      return;
    }
    pass?.controller.abort();
    const own: Pass = { content, controller: new AbortController() };
    pass = own;
    running = running
      .then(() => perform(material, own.controller.signal))
      .catch((thrown) => {
        if (own.controller.signal.aborted) return;
        const { code, message } = describeFailure(thrown);
        if (code !== 'ENGINE_DOWN') failedContent = content;
        show({ state: 'failed', failure: message });
      })
      .finally(() => {
        if (pass === own) pass = null;
      });
  };

  const perform = async (material: LiveMaterial, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const engine = await pairEngine(opened, material.pairId);
    if (material.content !== learnedContent) await learn(engine, material, signal);
    await lookAround(engine, signal);
  };

  const learn = async (engine: PairEngine, material: LiveMaterial, signal: AbortSignal): Promise<void> => {
    const { request, order, masks, content, remarks } = material;
    const startedAt = Date.now();
    show({ state: 'training', masks, member: 0, members: request.members, failure: null });
    const fit = await engine.trainSegmenter(request, signal, ({ member }) => {
      if (!signal.aborted) show({ member });
    });
    signal.throwIfAborted();
    const at = new Date().toISOString();
    current = { segmenter: fit.segmenter, order, key: `live ${handle} ${++serial}`, masks, at };
    learnedContent = content;
    unsure = new Map();
    const learned = {
      masks,
      at,
      elapsedMs: Date.now() - startedAt,
      goesOn: request.start !== null,
      meanIou: fit.isHeldOut ? heldOutIou(fit) : null,
      remarks: [...fit.remarks, ...remarks],
    };
    show({ state: 'idle', learned });
  };

  /** Looks at the pictures that nobody has finished, as far as it has not yet. */
  const lookAround = async (engine: PairEngine, signal: AbortSignal): Promise<void> => {
    if (current === null || current.segmenter.members.length < 2) return;
    const { segmenter, key } = current;
    const finished = new Set(
      project.masks
        .masks()
        .filter(isFinished)
        .map(({ pictureId }) => pictureId),
    );
    const open = project.masks
      .pictures()
      .filter(
        ({ id, isRemoved, widthPx, heightPx }) =>
          !isRemoved &&
          !finished.has(id) &&
          !unsure.has(id) &&
          widthPx === segmenter.widthPx &&
          heightPx === segmenter.heightPx,
      );
    if (open.length === 0) return;
    const scores = await scoreUnsure(engine, segmenter, key, open, signal);
    unsure = new Map([...unsure, ...scores]);
    show({ state: 'idle' });
  };

  return {
    view: () => view,
    current: () => current,
    unsure: () => unsure,
    touch() {
      clearTimeout(pause);
      if (isOnIn(project)) pause = setTimeout(look, pauseMs);
    },
    async stop() {
      clearTimeout(pause);
      pass?.controller.abort();
      pass = null;
      failedContent = null;
      if (view.state !== 'idle') show({ state: 'idle' });
      await running;
    },
  };
}

function heldOutIou({ confusion, segmenter }: SegmenterFit): number {
  const count = segmenter.labels.length;
  return meanIou(iouOf(sumConfusion(confusion, count), count));
}
