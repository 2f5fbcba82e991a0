import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { LABEL_TEMPLATES } from '#core/labelSet.ts';
import { type MaskEntry, readStrokes } from '#core/mask/entry.ts';
import { readRunsText } from '#core/mask/runs.ts';
import type { Stroke } from '#core/mask/stroke.ts';
import { readMaskSet } from '#core/maskSet.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

const ANN = 'Ann';
const BOB = 'Bob';
const SIDE = 64;

let workbench: Workbench;
let project: string;
let path: string;
let pictures: string[];

const dab = (x: number, y: number, label: number, size = 9): Stroke => ({
  tool: 'brush',
  label,
  shape: 'square',
  size: size * 8,
  points: [x * 8, y * 8],
});
const stroke = (drawn: Stroke): MaskEntry => ({ kind: 'stroke', id: randomUUID(), stroke: drawn });
const turn = (kind: 'undo' | 'redo'): MaskEntry => ({ kind, id: randomUUID() });

const append = (annotator: string, picture: string, entries: MaskEntry[], session = SESSIONS[annotator] as string) =>
  workbench.client.mask.append({ project, annotator, picture, session, entries });
const open = (annotator: string, picture: string, session = SESSIONS[annotator] as string, takeOver = false) =>
  workbench.client.mask.open({ project, annotator, picture, session, takeOver });
const drawnBy = async (annotator: string, picture: string): Promise<Uint8Array> =>
  readRunsText((await open(annotator, picture)).runs, SIDE * SIDE);
const countOf = (mask: Uint8Array, label: number) => mask.reduce((sum, value) => sum + (value === label ? 1 : 0), 0);

const SESSIONS: Readonly<Record<string, string>> = { [ANN]: randomUUID(), [BOB]: randomUUID() };

beforeAll(async () => {
  workbench = await openWorkbench();
  path = join(workbench.folder, 'masks.unitloom');
  project = (await workbench.client.project.create({ path })).project;
  const added = await workbench.client.mask.draw({ project, annotator: ANN, perClass: 2 });
  pictures = added.map(({ id }) => id);
}, 60_000);
afterAll(() => workbench.close());

describe('the queue', () => {
  test('holds what was drawn, and each picture once', async () => {
    expect(pictures).toHaveLength(10);
    await workbench.client.mask.draw({ project, annotator: ANN, perClass: 2 });
    const queue = await workbench.client.mask.queue({ project, annotator: ANN });
    expect(queue.pictures.map(({ id }) => id)).toEqual(pictures);
    expect(queue.pictures.map(({ className }) => className).filter((name) => name === 'fox')).toHaveLength(2);
    expect(queue.suggestion?.reason).toContain('most typical');
    expect(workbench.backend.image(queue.pictures[0]?.picture.hash ?? '')?.mediaType).toBe('image/webp');
  });

  test('a picture that was taken out comes back with its masks', async () => {
    const [picture] = pictures as [string];
    await append(ANN, picture, [stroke(dab(5, 5, 1))]);
    await workbench.client.mask.remove({ project, annotator: ANN, picture });
    expect((await workbench.client.mask.queue({ project, annotator: ANN })).pictures).toHaveLength(9);
    await workbench.client.mask.draw({ project, annotator: ANN, perClass: 2 });
    const back = (await workbench.client.mask.queue({ project, annotator: ANN })).pictures.find(
      ({ id }) => id === picture,
    );
    expect(back?.mine).toMatchObject({ state: 'drawing', strokes: 1 });
  });

  test('refuses a class that the pair does not know', async () => {
    const failure = await failureOf(workbench.client.mask.draw({ project, annotator: ANN, classes: ['cow'] }));
    expect(failure.message).toBe('There is no class "cow". The pair knows fox, rabbit, mouse, bear, cat.');
  });
});

describe('strokes', () => {
  test('are stored once however often they are sent, and undo outlives a restart of the host', async () => {
    const picture = pictures[1] as string;
    const first = stroke(dab(10, 10, 1));
    const second = stroke(dab(40, 40, 2));
    await append(ANN, picture, [first]);
    const stored = await append(ANN, picture, [first, second]);
    expect(stored.stored).toEqual([first.id, second.id]);
    await append(ANN, picture, [turn('undo')]);
    const opened = await open(ANN, picture);
    const { done, undone } = readStrokes(opened.strokes);
    expect(done.map(({ id }) => id)).toEqual([first.id]);
    expect(undone.map(({ id }) => id)).toEqual([second.id]);

    await workbench.client.project.close({ project });
    await workbench.client.project.open({ path });
    await append(ANN, picture, [turn('redo')]);
    const mask = await drawnBy(ANN, picture);
    expect([countOf(mask, 1), countOf(mask, 2)]).toEqual([81, 81]);
  });

  test('many are opened from what was kept of them, also after some were taken back', async () => {
    const picture = pictures[2] as string;
    const entries = Array.from({ length: 120 }, (_, n) => stroke(dab(n % SIDE, (7 * n) % SIDE, 1 + (n % 5), 6)));
    await append(ANN, picture, entries);
    const whole = await drawnBy(ANN, picture);
    expect(await drawnBy(ANN, picture)).toEqual(whole);
    await append(
      ANN,
      picture,
      Array.from({ length: 90 }, () => turn('undo')),
    );
    const early = await drawnBy(ANN, picture);
    expect(early).not.toEqual(whole);
    await append(
      ANN,
      picture,
      Array.from({ length: 90 }, () => turn('redo')),
    );
    expect(await drawnBy(ANN, picture)).toEqual(whole);
  });

  test('of one call are stored all or not at all', async () => {
    const picture = pictures[3] as string;
    const failure = await failureOf(
      append(ANN, picture, [stroke(dab(10, 10, 1)), stroke({ tool: 'bucket', label: 1, x: 64, y: 0 })]),
    );
    expect(failure.message).toBe('The stroke does not fit a picture of 64 x 64 px: it starts outside.');
    expect((await open(ANN, picture)).through).toBe(0);
  });

  test('of another mask are refused', async () => {
    const entry = stroke(dab(10, 10, 1));
    await append(ANN, pictures[3] as string, [entry]);
    const failure = await failureOf(append(ANN, pictures[4] as string, [entry]));
    expect(failure.message).toContain('belongs to another mask');
  });
});

describe('two windows on one mask', () => {
  test('the second is told, and may take over; the first then stores nothing', async () => {
    const picture = pictures[5] as string;
    const [here, there] = [randomUUID(), randomUUID()];
    expect((await open(ANN, picture, here)).heldBy).toBeNull();
    expect((await open(ANN, picture, there)).heldBy).toMatchObject({ annotator: ANN });
    expect((await failureOf(append(ANN, picture, [stroke(dab(1, 1, 1))], there))).message).toContain('taken over');
    expect((await open(ANN, picture, there, true)).heldBy).toBeNull();
    expect(await workbench.client.mask.hold({ project, annotator: ANN, picture, session: here })).toBe(false);
    const failure = await failureOf(append(ANN, picture, [stroke(dab(1, 1, 1))], here));
    expect(failure.message).toBe('Another window has taken over this mask.');
    await workbench.client.mask.release({ project, annotator: ANN, picture, session: there });
    await append(ANN, picture, [stroke(dab(1, 1, 1))], here);
  });
});

describe('labels', () => {
  test('keep their numbers when they are renamed and moved, and merging can be taken back', async () => {
    const { mask } = workbench.client;
    const [picture] = pictures.slice(6) as [string];
    await append(BOB, picture, [stroke(dab(10, 10, 3)), stroke(dab(40, 40, 4))]);
    // Masks were drawn with numbers before there were labels: those count once their labels exist.
    const { version, labels: none } = await mask.labels({ project });
    expect([version, none.length]).toEqual([0, 1]);
    expect((await failureOf(mask.startLabels({ project, annotator: ANN, template: 'critters' }))).message).toContain(
      'Masks are drawn already',
    );
    const named = LABEL_TEMPLATES.critters.map((name, at) => ({
      id: name,
      value: at + 1,
      name,
      colour: '#e69f00',
      pattern: 'plain' as const,
      parent: null,
    }));
    const started = await mask.setLabels({
      project,
      annotator: ANN,
      version,
      set: { labels: [...none, ...named], merged: [] },
    });
    const ear = named[2] as (typeof named)[0];
    const moved = await mask.setLabels({
      project,
      annotator: ANN,
      version: started.version,
      set: { labels: [...none, { ...ear, name: 'auricle' }, ...named.filter(({ id }) => id !== 'ear')], merged: [] },
    });
    expect(moved.labels[1]).toMatchObject({ id: 'ear', value: 3, name: 'auricle' });

    const stale = mask.setLabels({ project, annotator: BOB, version: started.version, set: moved });
    expect((await failureOf(stale)).message).toBe('The labels were changed meanwhile by somebody else.');
    const removal = mask.setLabels({
      project,
      annotator: ANN,
      version: moved.version,
      set: { labels: moved.labels.filter(({ id }) => id !== 'ear'), merged: [] },
    });
    expect((await failureOf(removal)).message).toBe('The label "auricle" is drawn in masks, so it cannot be removed.');

    const before = await mask.labelUse({ project });
    const merged = await mask.mergeLabels({ project, annotator: ANN, version: moved.version, from: 3, into: 4 });
    const after = await mask.labelUse({ project });
    const pixels = (use: typeof before, value: number) => use.find((one) => one.value === value)?.pixels ?? 0;
    expect(pixels(before, 3)).toBeGreaterThan(0);
    expect(pixels(after, 4)).toBe(pixels(before, 3) + pixels(before, 4));
    expect(merged.labels.some(({ id }) => id === 'ear')).toBe(false);
    const undone = await mask.undoLabels({ project, annotator: ANN });
    expect(undone.labels).toEqual(moved.labels);
    expect(await mask.labelUse({ project })).toEqual(before);
    const twice = await mask.undoLabels({ project, annotator: ANN });
    expect(twice.labels).toEqual(started.labels);
  });
});

describe('finished masks', () => {
  test('are sealed with positions of labels, and are stale when drawing goes on', async () => {
    const { mask } = workbench.client;
    const picture = pictures[6] as string;
    await mask.setState({ project, annotator: BOB, picture, state: 'done' });
    const sealed = await mask.snapshot({ project });
    expect(sealed).toMatchObject({ masks: 1, labels: 3, stale: false });
    const reader = openProject(path, { readOnly: true });
    const set = readMaskSet(reader.artifacts, sealed.artifact.id);
    reader.close();
    expect(set.labels.map(({ name }) => name)).toEqual(['background', ...LABEL_TEMPLATES.critters]);
    expect(set.pictures).toEqual([{ id: picture, className: expect.any(String), annotator: BOB }]);
    expect([countOf(set.masks.data, 3), countOf(set.masks.data, 4)]).toEqual([81, 81]);
    expect(set.w.shape).toEqual([1, 64]);
    expect((await mask.snapshot({ project })).artifact.id).toBe(sealed.artifact.id);
    await append(BOB, picture, [stroke(dab(20, 50, 5))]);
    expect((await mask.latest({ project }))?.stale).toBe(true);
    expect((await mask.snapshot({ project })).artifact.id).not.toBe(sealed.artifact.id);
  });

  test('there must be one', async () => {
    const failure = await failureOf(workbench.client.mask.snapshot({ project, annotator: 'Cyd' }));
    expect(failure.message).toBe('No mask is finished yet, so there is nothing to seal.');
  });
});

describe('blind annotation', () => {
  test("hides the other's mask until one's own is finished, and suggests what is least like the finished ones", async () => {
    const { mask } = workbench.client;
    const picture = pictures[6] as string;
    await mask.setBlindShare({ project, annotator: ANN, share: 1 });
    const find = async () => (await mask.queue({ project, annotator: ANN })).pictures.find(({ id }) => id === picture);
    expect(await find()).toMatchObject({ blind: true, others: [], mine: null });
    const peek = mask.open({ project, annotator: ANN, picture, session: SESSIONS[ANN] as string, of: BOB });
    expect((await failureOf(peek)).message).toContain('annotated blind');
    await append(ANN, picture, [stroke(dab(12, 12, 3))]);
    await mask.setState({ project, annotator: ANN, picture, state: 'done' });
    expect((await find())?.others).toMatchObject([{ annotator: BOB, state: 'done' }]);
    const { suggestion } = await mask.queue({ project, annotator: ANN });
    expect(suggestion?.reason).toBe('It is the least like the one picture with a finished mask.');
  });

  test('comments stay with their picture', async () => {
    const picture = pictures[6] as string;
    await workbench.client.mask.comment({ project, annotator: ANN, picture, text: 'Is this the far ear?' });
    expect((await open(ANN, picture)).comments).toMatchObject([{ author: ANN, text: 'Is this the far ear?' }]);
  });
});
