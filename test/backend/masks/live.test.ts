import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readDemoTruth } from '#backend/demoTruth.ts';
import { readRunsText, runsText } from '#core/mask/runs.ts';
import type { LiveSegmenter } from '#core/views/segment.ts';
import { openWorkbench, RESOURCES, type Workbench } from '../workbench.ts';

/** The segmenter that learns while somebody annotates the demo pair's known pictures, drawing what the painter drew. */

const ANN = 'Ann';
const SESSION = randomUUID();
const SIDE = 64;
const KNOWN = [0, 1, 2, 3, 4, 5, 100, 101];

let workbench: Workbench;
let project: string;
let pictures: string[];
let truth: Awaited<ReturnType<typeof readDemoTruth>>;

const by = (picture: string) => ({ project, annotator: ANN, picture });
const live = () => workbench.client.segment.live({ project });
const queue = () => workbench.client.mask.queue({ project, annotator: ANN });
const propose = (picture: string) => workbench.client.segment.propose({ project, picture });

async function draw(at: number, annotator = ANN, change = (label: number) => label): Promise<void> {
  const place = { ...by(pictures[at] as string), annotator };
  const { mask } = workbench.client;
  await mask.open({ ...place, session: SESSION });
  const index = KNOWN[at] as number;
  const drawn = truth.masks.subarray(index * SIDE ** 2, (index + 1) * SIDE ** 2).map(change);
  const stroke = { tool: 'import', runs: runsText(drawn) } as const;
  await mask.append({ ...place, session: SESSION, entries: [{ kind: 'stroke', id: randomUUID(), stroke }] });
  await mask.setState({ ...place, state: 'done' });
}

function until(holds: (view: LiveSegmenter) => boolean): Promise<LiveSegmenter> {
  return vi.waitFor(
    async () => {
      const view = await live();
      if (!holds(view)) throw new Error(JSON.stringify(view));
      return view;
    },
    { timeout: 240_000, interval: 50 },
  );
}

const learnedFrom = (masks: number) => until(({ learned, state }) => learned?.masks === masks && state === 'idle');

beforeAll(async () => {
  workbench = await openWorkbench();
  const { client, folder } = workbench;
  project = (await client.project.create({ path: join(folder, 'live.unitloom') })).project;
  await client.mask.startLabels({ project, annotator: ANN, template: 'critters' });
  const added = await client.mask.pick({ project, annotator: ANN, from: { kind: 'truth', indices: KNOWN } });
  pictures = added.map(({ id }) => id);
  truth = await readDemoTruth(RESOURCES);
}, 60_000);
afterAll(() => workbench.close());

describe('the live segmenter', { timeout: 300_000 }, () => {
  test('waits for a mask, learns from it, and says so', async () => {
    expect(await live()).toMatchObject({ isOn: true, state: 'idle', learned: null });
    await draw(0);
    await until(({ state, members }) => state === 'training' && members === 3);
    const { learned } = await learnedFrom(1);
    expect(learned).toMatchObject({ meanIou: null, goesOn: false });
    expect(learned?.remarks[0]).toContain('one picture only');
  });

  test('proposes parts of other pictures, and says where it is unsure', async () => {
    const { runs, masks, liveSince } = await propose(pictures[7] as string);
    expect(masks).toBe(1);
    expect(Date.parse(liveSince ?? '')).toBeGreaterThan(Date.now() - 60_000);
    const found = new Set(readRunsText(runs, SIDE ** 2));
    expect(found.has(1) && found.has(2)).toBe(true);
    await vi.waitFor(async () => expect((await queue()).suggestion?.reason).toContain('least sure of it'), 20_000);
    const { suggestion } = await queue();
    expect(suggestion?.reason).toMatch(
      /^The segmenter is (\d\w\w )?least sure of it, most at the \w+; it is the (\d\w\w )?least like the finished ones \(of 7\)\.$/,
    );
    expect(pictures.indexOf(suggestion?.id ?? '')).toBeGreaterThan(0);
  });

  test('gives up what it learns when newer masks come, and goes on from what it has', async () => {
    for (const at of [1, 2, 3]) await draw(at);
    await until(({ state, masks }) => state === 'training' && masks === 4);
    await draw(4);
    const { learned } = await until(({ state, masks }) => state === 'training' && masks === 5);
    expect(learned?.masks).toBe(1);
    const five = await learnedFrom(5);
    expect(five.learned?.goesOn).toBe(false);
    expect(five.learned?.meanIou).toBeGreaterThan(0.6);
    const before = (await propose(pictures[7] as string)).runs;
    await draw(5);
    // Bob takes the ears of the first picture for its head.
    await draw(0, 'Bob', (label) => (label === 3 ? 2 : label));
    const six = await learnedFrom(7);
    expect(six.learned?.goesOn).toBe(true);
    expect(six.learned?.elapsedMs).toBeLessThan(five.learned?.elapsedMs as number);
    expect(six.learned?.meanIou).toBeGreaterThan(0.6);
    expect((await propose(pictures[7] as string)).runs).not.toBe(before);
    expect(six.learned?.remarks.at(-1)).toMatch(
      /^The masks of Ann and Bob differ in \d+(\.\d+)? % of what they drew in one picture, most at the (head|ear)\. Training takes them all/,
    );
  });

  test('does nothing about strokes of masks that are not finished', async () => {
    const picture = pictures[6] as string;
    await workbench.client.mask.open({ ...by(picture), session: SESSION });
    const { learned } = await live();
    const stroke = { tool: 'bucket', label: 1, x: 3, y: 3 } as const;
    await workbench.client.mask.append({
      ...by(picture),
      session: SESSION,
      entries: [{ kind: 'stroke', id: randomUUID(), stroke }],
    });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await live()).toMatchObject({ state: 'idle', learned });
  });

  test('is turned off for good, forgets nothing, and a segmenter of the project proposes in its place', async () => {
    const { client, folder } = workbench;
    expect(await client.segment.setLive({ project, annotator: ANN, isOn: false })).toMatchObject({ isOn: false });
    await expect(propose(pictures[7] as string)).rejects.toThrow('no segmenter yet');
    expect((await queue()).suggestion?.reason).toContain('It is the least like all 6 pictures');
    await client.project.close({ project });
    await client.project.open({ path: join(folder, 'live.unitloom') });
    await client.mask.open({ ...by(pictures[6] as string), session: SESSION });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await live()).toMatchObject({ isOn: false, state: 'idle', learned: null });
    await client.segment.setLive({ project, annotator: ANN, isOn: true });
    await until(({ state, masks }) => state === 'training' && masks === 7);
  });
});
