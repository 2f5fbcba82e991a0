import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MaskEntry } from '#core/mask/entry.ts';
import { readRunsText } from '#core/mask/runs.ts';
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

let workbench: Workbench;
let project: string;
let pictures: string[];
const session = randomUUID();

const dab = (label: number): MaskEntry => ({
  kind: 'stroke',
  id: randomUUID(),
  stroke: { tool: 'brush', label, shape: 'square', size: 72, points: [8 * 20, 8 * 20] },
});
const draw = (into: string, annotator: string, picture: string, ...entries: MaskEntry[]) =>
  workbench.client.mask.append({ project: into, annotator, picture, session, entries });
const labelsDrawn = async (annotator: string, picture: string) => {
  const { runs } = await workbench.client.mask.open({ project, annotator, picture, session, takeOver: true });
  return [...new Set(readRunsText(runs, 64 * 64))].sort();
};

/** A packet as it comes back: filled in elsewhere and closed. */
async function filled(name: string, fill: (packet: string) => Promise<unknown>): Promise<string> {
  const { path } = await workbench.client.mask.writePacket({
    project,
    annotator: 'Bob',
    to: join(workbench.folder, name),
  });
  const { project: packet } = await workbench.client.project.open({ path });
  await fill(packet);
  await workbench.client.project.close({ project: packet });
  return path;
}

beforeAll(async () => {
  workbench = await openWorkbench();
  const { client, folder } = workbench;
  project = (await client.project.create({ path: join(folder, 'study.unitloom'), name: 'Study' })).project;
  await client.mask.startLabels({ project, annotator: 'Ann', template: 'critters' });
  const drawn = await client.mask.draw({ project, annotator: 'Ann', classes: ['fox', 'cat'], perClass: 2 });
  pictures = drawn.map(({ id }) => id);
}, 60_000);
afterAll(() => workbench.close());

test('a packet opens without the project, with pictures, labels and what its annotator has drawn so far', async () => {
  const { client, backend } = workbench;
  await draw(project, 'Bob', pictures[0] as string, dab(1));
  await draw(project, 'Ann', pictures[0] as string, dab(2));
  await filled('first.unitloom', async (packet) => {
    const queue = await client.mask.queue({ project: packet, annotator: 'Bob' });
    expect(queue.pictures.map(({ id }) => id)).toEqual(pictures);
    expect(queue.pictures[0]).toMatchObject({ mine: { strokes: 1 }, others: [] });
    expect(backend.image(queue.pictures[3]?.picture.hash ?? '')).not.toBeNull();
    expect((await client.mask.labels({ project: packet })).labels).toEqual(
      (await client.mask.labels({ project })).labels,
    );
  });
});

test('what was drawn in a packet comes back once, however often it is merged', async () => {
  const { client } = workbench;
  const [first, second] = pictures as [string, string];
  const from = await filled('second.unitloom', async (packet) => {
    await draw(packet, 'Bob', first, dab(3));
    await draw(packet, 'Bob', second, dab(4));
    await client.mask.setState({ project: packet, annotator: 'Bob', picture: second, state: 'done' });
    await client.mask.comment({ project: packet, annotator: 'Bob', picture: second, text: 'The ear is cut.' });
  });
  const kinds = (await client.mask.previewMerge({ project, from })).masks.map(({ kind }) => kind);
  expect(kinds).toEqual(['longer', 'new']);
  expect(await labelsDrawn('Bob', second)).toEqual([0]);
  await client.mask.merge({ project, from });
  await client.mask.merge({ project, from });
  expect(await labelsDrawn('Bob', first)).toEqual([0, 3]);
  expect(await labelsDrawn('Bob', second)).toEqual([0, 4]);
  const { pictures: queue } = await client.mask.queue({ project, annotator: 'Bob' });
  expect(queue[1]).toMatchObject({ mine: { state: 'done', strokes: 1 }, comments: 1 });
});

test('drawn on in both places, somebody decides', async () => {
  const { client } = workbench;
  const picture = pictures[2] as string;
  await draw(project, 'Bob', picture, dab(1));
  const from = await filled('third.unitloom', (packet) => draw(packet, 'Bob', picture, dab(5)));
  await draw(project, 'Bob', picture, dab(2));
  expect((await failureOf(client.mask.merge({ project, from }))).message).toBe(
    'One mask was drawn on both here and in third.unitloom, by Bob.',
  );
  await client.mask.merge({ project, from, resolution: 'mine' });
  expect(await labelsDrawn('Bob', picture)).toEqual([0, 2]);
  await client.mask.merge({ project, from, resolution: 'both' });
  expect(await labelsDrawn('Bob', picture)).toEqual([0, 2]);
  expect(await labelsDrawn('Bob (merged)', picture)).toEqual([0, 5]);
  await client.mask.merge({ project, from, resolution: 'theirs' });
  expect(await labelsDrawn('Bob', picture)).toEqual([0, 5]);
  await draw(project, 'Bob', picture, { kind: 'undo', id: randomUUID() });
  expect(await labelsDrawn('Bob', picture)).toEqual([0, 2]);
});

test('an older packet takes back no decision, and what was corrected after a conflict stays', async () => {
  const { client } = workbench;
  const [picture, other] = [pictures[1], pictures[3]] as [string, string];
  const stateOf = async (annotator: string, id: string) => {
    const { pictures: queue } = await client.mask.queue({ project, annotator });
    return queue.find((one) => one.id === id)?.mine?.state;
  };
  await draw(project, 'Bob', other, dab(1));
  const from = await filled('fourth.unitloom', async (packet) => {
    await draw(packet, 'Bob', other, dab(5));
  });
  await client.mask.setState({ project, annotator: 'Ann', of: 'Bob', picture, state: 'rejected' });
  await draw(project, 'Bob', other, dab(2));
  await client.mask.merge({ project, from, resolution: 'both' });
  expect(await stateOf('Bob', picture)).toBe('rejected');

  await draw(project, 'Bob (merged)', other, dab(6));
  await client.mask.setState({ project, annotator: 'Bob (merged)', picture: other, state: 'done' });
  await client.mask.merge({ project, from, resolution: 'both' });
  expect(await labelsDrawn('Bob (merged)', other)).toEqual([0, 6]);
  expect(await stateOf('Bob (merged)', other)).toBe('done');
});

test('that a mask is done comes back from a packet without another stroke', async () => {
  const { client } = workbench;
  const picture = pictures[0] as string;
  const from = await filled('fifth.unitloom', (packet) =>
    client.mask.setState({ project: packet, annotator: 'Bob', picture, state: 'done' }),
  );
  const changed = (await client.mask.previewMerge({ project, from })).masks.filter(({ kind }) => kind !== 'same');
  expect(changed).toMatchObject([{ pictureId: picture, kind: 'longer', theirStrokes: 0 }]);
  await client.mask.merge({ project, from });
  const { pictures: queue } = await client.mask.queue({ project, annotator: 'Bob' });
  expect(queue[0]).toMatchObject({ mine: { state: 'done' } });
});

test('a packet of another project, or with other labels, is refused', async () => {
  const { client, folder } = workbench;
  const other = (await client.project.create({ path: join(folder, 'other.unitloom') })).project;
  await client.mask.draw({ project: other, annotator: 'Bob', classes: ['bear'], perClass: 1, seed: 9 });
  const { path: from } = await client.mask.writePacket({
    project: other,
    annotator: 'Bob',
    to: join(folder, 'foreign'),
  });
  expect((await failureOf(client.mask.merge({ project, from }))).message).toBe(
    'foreign.unitloom has no picture of this project, so it belongs to another one.',
  );
  const relabelled = await filled('relabelled.unitloom', async (packet) => {
    const { labels, merged, version } = await client.mask.labels({ project: packet });
    const added = { ...(labels[1] as (typeof labels)[0]), id: 'wing', name: 'wing', value: 7 };
    await client.mask.setLabels({
      project: packet,
      annotator: 'Bob',
      version,
      set: { labels: [...labels, added], merged },
    });
  });
  expect((await failureOf(client.mask.merge({ project, from: relabelled }))).message).toBe(
    'The labels were changed: relabelled.unitloom has "wing", which is not so here.',
  );
});

test('an existing file is not overwritten by a packet', async () => {
  const to = join(workbench.folder, 'first.unitloom');
  const failure = await failureOf(workbench.client.mask.writePacket({ project, annotator: 'Bob', to }));
  expect(failure.message).toBe('first.unitloom exists already.');
});
