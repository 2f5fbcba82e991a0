import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadManifest, loadPair } from '#backend/engine/models.ts';
import { type Json, tinyPair, writeJson, writePair } from './tinyPair.ts';

const DEMO = fileURLToPath(new URL('../../../resources/demo/', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('loadPair', () => {
  test('loads the demo pair', async () => {
    const { files, description } = await loadPair(join(DEMO, 'generator.json'), join(DEMO, 'classifier-aux.json'));
    expect(files.synthesisPath).toBe(join(DEMO, 'synthesis.onnx'));
    expect(files.tapsPath).toBe(join(DEMO, 'taps.onnx'));
    expect(description.classNames).toEqual(['fox', 'rabbit', 'mouse', 'bear', 'cat']);
    expect(description.parts[3]).toEqual({ id: 3, name: 'ear' });
    expect(description.headSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('takes a pair without taps, parts and head', async () => {
    const paths = writePair(folder, tinyPair());
    const { files, description } = await loadPair(paths.generator, paths.classifier);
    expect(files.tapsPath).toBeNull();
    expect(description).toMatchObject({ classNames: ['fox', 'cat', 'bear'], parts: [], headSha256: null });
  });
});

type Change = (manifest: Json) => Json;
const without =
  (field: string): Change =>
  ({ [field]: _, ...rest }) =>
    rest;
const withField =
  (field: string, value: unknown): Change =>
  (manifest) => ({ ...manifest, [field]: value });
const inside =
  (field: string, change: Json): Change =>
  (manifest) => ({ ...manifest, [field]: { ...(manifest[field] as Json), ...change } });

const HASH = 'a'.repeat(64);

describe('a manifest that does not fit is refused with a sentence', () => {
  const generatorRows: [string, Change, string, RegExp][] = [
    ['field missing', without('w_dim'), 'BAD_MANIFEST', /^generator\.json: w_dim does not fit: /],
    ['format of the future', withField('format', 2), 'BAD_MANIFEST', /^generator\.json: format does not fit: /],
    ['absurd size', withField('z_dim', 1e9), 'BAD_MANIFEST', /^generator\.json: z_dim does not fit: /],
    [
      'picture without pixels',
      inside('image', { size: [0, 12] }),
      'BAD_MANIFEST',
      /^generator\.json: image\.size\[0\] does not fit: /,
    ],
    [
      'other quantisation',
      inside('image', { to_uint8: 'round' }),
      'BAD_MANIFEST',
      /^generator\.json: image\.to_uint8 does not fit: /,
    ],
    [
      'hash that is none',
      inside('mapping', { sha256: 'abc' }),
      'BAD_MANIFEST',
      /mapping\.sha256 does not fit: must be 64 hex digits/,
    ],
    [
      'path upwards',
      inside('mapping', { file: '../mapping.onnx' }),
      'BAD_MANIFEST',
      /mapping\.file does not fit: must be a relative path/,
    ],
    [
      'absolute path',
      inside('mapping', { file: '/etc/passwd' }),
      'BAD_MANIFEST',
      /mapping\.file does not fit: must be a relative path/,
    ],
    [
      'path with a drive',
      inside('mapping', { file: 'C:mapping.onnx' }),
      'BAD_MANIFEST',
      /mapping\.file does not fit: must be a relative path/,
    ],
    [
      'wrong hash',
      inside('synthesis', { sha256: HASH }),
      'BAD_MODEL',
      /^synthesis\.onnx is not the file its manifest describes: its SHA-256 begins [0-9a-f]{12}, not aaaaaaaaaaaa\.$/,
    ],
    [
      'file missing',
      inside('synthesis', { file: 'other.onnx' }),
      'MODEL_MISSING',
      /^The manifest names other\.onnx, but there is no such file beside it\.$/,
    ],
    ['folder in place of a file', inside('synthesis', { file: '.' }), 'BAD_MODEL', /is not a file/],
    [
      'kind of the other side',
      withField('kind', 'classifier'),
      'BAD_MANIFEST',
      /^generator\.json describes a classifier, not a generator\.$/,
    ],
    [
      'class count',
      withField('c_dim', 4),
      'BAD_MANIFEST',
      /^classes\.json names 3 classes, but tiny-generator has classes for 4\.$/,
    ],
    [
      'labels of another shape',
      withField('labels', 'generator.json'),
      'BAD_MANIFEST',
      /^generator\.json does not fit: /,
    ],
    ['labels missing', withField('labels', 'none.json'), 'MODEL_MISSING', /none\.json/],
  ];
  test.each(generatorRows)('generator: %s', async (_, change, code, sentence) => {
    const paths = writePair(folder, tinyPair());
    writeJson(folder, 'generator.json', change(JSON.parse(readFileSync(paths.generator, 'utf8'))));
    await expect(loadPair(paths.generator, paths.classifier)).rejects.toMatchObject({
      name: 'Failure',
      code,
      message: expect.stringMatching(sentence),
    });
  });

  const head = { file: 'head.f32', weight: [3, 5], bias: [3], input: 'r' };
  const classifierRows: [string, Change, string, RegExp][] = [
    ['field missing', without('outputs'), 'BAD_MANIFEST', /^classifier\.json: outputs does not fit: /],
    [
      'no deviation',
      inside('input', { std: [0, 1, 1] }),
      'BAD_MANIFEST',
      /^classifier\.json: input\.std\[0\] does not fit: /,
    ],
    [
      'other picture size',
      inside('input', { size: [10, 12] }),
      'BAD_MANIFEST',
      /^Pictures of 12 x 8 px do not become the classifier's 12 x 10 px by no resize and no crop\.$/,
    ],
    [
      'crop larger than the picture',
      inside('input', { size: [9, 9], crop: 'center' }),
      'BAD_MANIFEST',
      /by no resize and a centre crop\.$/,
    ],
    [
      'resize beside the size',
      inside('input', { resize: { shorter_side: 9, filter: 'bilinear', antialias: true } }),
      'BAD_MANIFEST',
      /by a resize of the shorter side to 9 px and no crop\.$/,
    ],
    [
      'class count',
      inside('outputs', { logits: { name: 'logits', dim: 5 } }),
      'BAD_MANIFEST',
      /^classes\.json names 3 classes, but tiny-classifier has logits for 5\.$/,
    ],
    [
      'other classes',
      withField('labels', 'other.json'),
      'BAD_MANIFEST',
      /differ in their classes: class 1 is cat for tiny-generator and dog for tiny-classifier\.$/,
    ],
    [
      'head of another size',
      withField('head', { ...head, weight: [3, 6] }),
      'BAD_MANIFEST',
      /^The head of tiny-classifier is 3 x 6 with 3 biases, but r and the logits make it 3 x 5 with 3\.$/,
    ],
    [
      'head file too short',
      withField('head', head),
      'BAD_MODEL',
      /^head\.f32 has 10 bytes, but its manifest describes 72\.$/,
    ],
    ['head file missing', withField('head', { ...head, file: 'none.f32' }), 'MODEL_MISSING', /none\.f32/],
  ];
  test.each(classifierRows)('classifier: %s', async (_, change, code, sentence) => {
    const paths = writePair(folder, tinyPair());
    writeJson(folder, 'other.json', ['fox', 'dog', 'bear']);
    writeFileSync(join(folder, 'head.f32'), Buffer.alloc(10));
    writeJson(folder, 'classifier.json', change(JSON.parse(readFileSync(paths.classifier, 'utf8'))));
    await expect(loadPair(paths.generator, paths.classifier)).rejects.toMatchObject({
      name: 'Failure',
      code,
      message: expect.stringMatching(sentence),
    });
  });

  test.each([
    ['not JSON', '{"format":', 'BAD_MANIFEST', /^generator\.json is not JSON: /],
    ['no object', 'null', 'BAD_MANIFEST', /^generator\.json does not fit: /],
    ['far too large', ' '.repeat(5_000_000), 'BAD_MANIFEST', /^generator\.json is too large/],
  ])('text: %s', async (_, text, code, sentence) => {
    writeFileSync(join(folder, 'generator.json'), text);
    await expect(loadManifest(join(folder, 'generator.json'), 'generator')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
  });

  test('no file at all', async () => {
    await expect(loadManifest(join(folder, 'none.json'), 'generator')).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: 'none.json cannot be read: ENOENT.',
    });
  });

  test('links are not followed, neither to a file nor through a folder', async () => {
    const paths = writePair(folder, tinyPair());
    const manifest = JSON.parse(readFileSync(paths.generator, 'utf8'));
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    renameSync(join(folder, 'mapping.onnx'), join(elsewhere, 'mapping.onnx'));
    symlinkSync(join(elsewhere, 'mapping.onnx'), join(folder, 'mapping.onnx'));
    const refusal = { code: 'BAD_MODEL', message: expect.stringMatching(/mapping\.onnx is a link/) };
    await expect(loadPair(paths.generator, paths.classifier)).rejects.toMatchObject(refusal);

    symlinkSync(elsewhere, join(folder, 'linked'), 'dir');
    writeJson(folder, 'generator.json', inside('mapping', { file: 'linked/mapping.onnx' })(manifest));
    await expect(loadPair(paths.generator, paths.classifier)).rejects.toMatchObject(refusal);

    writeJson(folder, 'generator.json', inside('mapping', { file: 'elsewhere/mapping.onnx' })(manifest));
    await expect(loadPair(paths.generator, paths.classifier)).resolves.toBeDefined();
  });
});
