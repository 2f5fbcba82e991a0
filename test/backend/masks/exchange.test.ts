import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readZip, writeZip } from '#backend/arrays/zip.ts';
import { readCocoMasks, writeCocoMasks } from '#backend/masks/formats/cocoMasks.ts';
import { readCvatMasks } from '#backend/masks/formats/cvatMasks.ts';
import { readLabelStudioMasks } from '#backend/masks/formats/labelStudioMasks.ts';
import type { FileMask } from '#backend/masks/formats/maskFile.ts';
import { readNpyMasks, writeNpyMasks } from '#backend/masks/formats/npyMasks.ts';
import { readPngMasks, rgbOf, writePngMasks } from '#backend/masks/formats/pngMasks.ts';
import { LABEL_TEMPLATES, labelSetOf } from '#core/labelSet.ts';
import { readRunsText } from '#core/mask/runs.ts';
import others from '../../fixtures/mask/others.json' with { type: 'json' };
import { failureOf, openWorkbench, type Workbench } from '../workbench.ts';

const { labels } = labelSetOf(LABEL_TEMPLATES.critters);

const anyMask = fc.integer({ min: 1, max: 13 }).chain((widthPx) =>
  fc.integer({ min: 1, max: 13 }).chain((heightPx) =>
    fc
      .array(fc.integer({ min: 0, max: labels.length - 1 }), {
        minLength: widthPx * heightPx,
        maxLength: widthPx * heightPx,
      })
      .map((values): FileMask => ({ stem: 'fox-0123456789ab', widthPx, heightPx, data: Uint8Array.from(values) })),
  ),
);

describe('what is written is what is read, in every format and to the last pixel', () => {
  test.each([
    ['palette PNG', (mask: FileMask) => readPngMasks(writePngMasks([mask], labels, true))],
    ['grey PNG', (mask: FileMask) => readPngMasks(writePngMasks([mask], labels, false))],
    ['NumPy', (mask: FileMask) => readNpyMasks(writeNpyMasks([mask]))],
    ['COCO', (mask: FileMask) => readCocoMasks(writeCocoMasks([mask], labels))],
    ['zip', (mask: FileMask) => readPngMasks(readZip(writeZip(writePngMasks([mask], labels, true)), 'a.zip'))],
  ])('%s', (_, back) => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(back(mask).masks).toEqual([mask]);
      }),
      { numRuns: 100 },
    );
  });

  test('a palette shows the colours of the labels, and grey the numbers', async () => {
    const mask: FileMask = { stem: 'a', widthPx: 2, heightPx: 1, data: Uint8Array.of(0, 3) };
    const rgb = (isPalette: boolean) =>
      sharp(writePngMasks([mask], labels, isPalette).get('a.png'))
        .raw()
        .toBuffer();
    expect([...(await rgb(true))]).toEqual([0, 0, 0, ...rgbOf(labels[3]?.colour ?? '')]);
    expect([...(await rgb(false))].filter((_, at, all) => at % (all.length / 2) === 0)).toEqual([0, 3]);
  });
});

describe('exports of other tools', () => {
  const files = (name: string, text: string) => new Map([[name, new TextEncoder().encode(text)]]);
  const expected = Uint8Array.from(others.mask, Number);

  test('COCO with packed counts, as pycocotools packs them', () => {
    const { masks, labels: named } = readCocoMasks(files('coco.json', JSON.stringify(others.coco)));
    expect(named?.map(({ name }) => name)).toEqual(['background', 'ear', 'tail']);
    expect(masks).toEqual([{ stem: 'fox', widthPx: others.widthPx, heightPx: others.heightPx, data: expected }]);
  });

  test('Label Studio', () => {
    const { masks, labels: named } = readLabelStudioMasks(files('tasks.json', JSON.stringify(others.labelStudio)));
    expect(named?.map(({ name }) => name)).toEqual(['background', 'ear', 'tail']);
    expect(masks).toEqual([{ stem: 'fox', widthPx: others.widthPx, heightPx: others.heightPx, data: expected }]);
  });

  test('CVAT, whose colours are named in any order', () => {
    const colours = [
      [0, 0, 0],
      [250, 50, 83],
      [51, 221, 255],
    ] as const;
    const png = encode({
      width: others.widthPx,
      height: others.heightPx,
      channels: 3,
      data: Uint8Array.from([...expected].flatMap((value) => [...(colours[value] as readonly number[])])),
    });
    const map = '# label:color_rgb:parts:actions\near:250,50,83::\nbackground:0,0,0::\ntail:51,221,255::\n';
    const { masks } = readCvatMasks(new Map([...files('labelmap.txt', map), ['SegmentationClass/fox.png', png]]));
    expect(masks[0]?.data).toEqual(expected);
  });
});

describe('a project', () => {
  let workbench: Workbench;
  let project: string;
  let pictures: readonly string[];
  let folder: string;
  let count = 0;
  const by = () => ({ project, annotator: 'Ann' });

  beforeAll(async () => {
    workbench = await openWorkbench();
    project = (await workbench.client.project.create({ path: join(workbench.folder, 'x.unitloom') })).project;
    await workbench.client.mask.startLabels({ ...by(), template: 'critters' });
    pictures = (await workbench.client.mask.draw({ ...by(), classes: ['fox'], perClass: 2, seed: 5 })).map(
      ({ id }) => id,
    );
  }, 60_000);
  afterAll(() => workbench.close());
  beforeEach(() => {
    folder = join(workbench.folder, `files-${count++}`);
    mkdirSync(folder);
  });

  const save = (name: string, value: number, side = 64) =>
    writeFileSync(
      join(folder, name),
      encode({ width: side, height: side, channels: 1, data: new Uint8Array(side * side).fill(value) }),
    );
  const drawn = async (annotator: string, picture: string) => {
    const session = '8f14e45f-ceea-467f-ab1e-3f6f0a1b2c3d';
    return readRunsText((await workbench.client.mask.open({ project, annotator, picture, session })).runs, 64 * 64);
  };

  test('gives back what it took, under the names of its pictures, and for another annotator', async () => {
    const { mask } = workbench.client;
    for (const [at, id] of pictures.entries()) save(`fox-${id.slice(0, 12)}.png`, at + 2);
    const { imported, unmatched } = await mask.importFiles({ ...by(), from: folder, format: 'index' });
    expect([imported.toSorted(), unmatched]).toEqual([pictures.toSorted(), []]);
    expect(new Set(await drawn('Ann', pictures[1] as string))).toEqual(new Set([3]));
    const to = join(folder, 'out.zip');
    expect(await mask.exportFiles({ ...by(), to, format: 'coco' })).toMatchObject({ masks: 2 });
    await mask.importFiles({ project, annotator: 'Bob', from: to, format: 'coco' });
    const { same, pictures: compared } = await mask.agreement({ project, a: 'Ann', b: 'Bob' });
    expect([same, compared.length]).toEqual([1, 2]);
  });

  test('writes pictures beside the masks, pixel for pixel of their strip', async () => {
    await workbench.client.mask.exportFiles({ ...by(), to: folder, format: 'palette', pictures: true });
    const names = readdirSync(join(folder, 'pictures')).sort();
    expect(names).toEqual(pictures.map((id) => `fox-${id.slice(0, 12)}.png`).sort());
    const { width, height } = await sharp(readFileSync(join(folder, 'pictures', names[0] as string))).metadata();
    expect([width, height]).toEqual([64, 64]);
  });

  test("knows the reference's names of draws", async () => {
    save('sample_1_class_fox_seed_5.png', 4);
    save('sample_9_class_fox_seed_5.png', 4);
    const result = await workbench.client.mask.importFiles({
      project,
      annotator: 'Ref',
      from: folder,
      format: 'index',
    });
    expect(result).toEqual({ imported: [pictures[1]], unmatched: ['sample_9_class_fox_seed_5'] });
  });

  test('where two differ is shown, and their agreement falls', async () => {
    const { mask } = workbench.client;
    const [first] = pictures as [string];
    const half = new Uint8Array(64 * 64).fill(2, 0, 32 * 64);
    writeFileSync(join(folder, `${first}.png`), encode({ width: 64, height: 64, channels: 1, data: half }));
    await mask.importFiles({ project, annotator: 'Cyd', from: folder, format: 'index' });
    const difference = await mask.difference({ project, picture: first, a: 'Ann', b: 'Cyd' });
    expect(difference.same).toBe(0.5);
    expect(readRunsText(difference.differs, 64 * 64).reduce((sum, value) => sum + value, 0)).toBe(32 * 64);
    const { parts } = await mask.agreement({ project, a: 'Ann', b: 'Cyd' });
    expect(parts.find(({ name }) => name === 'head')).toMatchObject({ iou: 0.5, pictures: 1 });
  });

  test.each([
    ['a mask of another size', () => save(`${pictures[0]}.png`, 1, 32), 'is 32 x 32 px, and its picture is 64 x 64 px'],
    ['a value of no label', () => save(`${pictures[0]}.png`, 9), 'The files hold the value 9, but there are 7 labels.'],
    [
      'a colour picture',
      () =>
        writeFileSync(
          join(folder, 'a.png'),
          encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3) }),
        ),
      'a.png is a colour picture and no index mask.',
    ],
    ['a broken file', () => writeFileSync(join(folder, 'a.png'), 'no picture'), 'a.png is not a readable PNG file.'],
    ['an empty folder', () => undefined, 'There is no mask in'],
    [
      'a legend with an unknown label',
      () => {
        save(`${pictures[0]}.png`, 1);
        writeFileSync(join(folder, 'legend.json'), '{"labels":[{"value":1,"name":"wing"}]}');
      },
      'This project has no label "wing".',
    ],
  ])('refuses %s and keeps everything', async (_, prepare, sentence) => {
    prepare();
    const before = await drawn('Ann', pictures[0] as string);
    const failure = await failureOf(workbench.client.mask.importFiles({ ...by(), from: folder, format: 'index' }));
    expect(failure.message).toContain(sentence);
    expect(await drawn('Ann', pictures[0] as string)).toEqual(before);
  });

  test('refuses an archive whose paths climb out', async () => {
    const from = join(folder, 'bad.zip');
    writeFileSync(from, writeZip(new Map([['../../fox.png', Uint8Array.of(1)]])));
    const failure = await failureOf(workbench.client.mask.importFiles({ ...by(), from, format: 'index' }));
    expect(failure.message).toBe(`${from} holds the path ../../fox.png, which leads out of it.`);
  });

  test('adds labels that the files name, when it is told to', async () => {
    save(`${pictures[0]}.png`, 1);
    writeFileSync(join(folder, 'legend.json'), '{"labels":[{"value":1,"name":"wing"}]}');
    await workbench.client.mask.importFiles({ ...by(), from: folder, format: 'index', addLabels: true });
    const { labels: known } = await workbench.client.mask.labels({ project });
    const wing = known.find(({ name }) => name === 'wing');
    expect(wing?.value).toBe(7);
    expect(new Set(await drawn('Ann', pictures[0] as string))).toEqual(new Set([7]));
  });

  test('two people without a picture in common cannot be compared', async () => {
    const failure = await failureOf(workbench.client.mask.agreement({ project, a: 'Ann', b: 'Nobody' }));
    expect(failure.message).toBe('Ann and Nobody have finished no picture in common, so nothing can be compared.');
  });
});
