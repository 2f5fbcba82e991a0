import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classifierManifestSchema, generatorManifestSchema } from '#core/manifest.ts';

function demoFile(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../../resources/demo/${name}`, import.meta.url), 'utf8'));
}

/** The manifest with one field, named by its path, set to something else or (undefined) left out. */
function changed(manifest: object, path: string, value: unknown): unknown {
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() as string;
  const parent = names.reduce((node, name) => node[name] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('generator manifest', () => {
  const demo = demoFile('generator.json');

  it('of the demo pair is accepted', () => {
    const parsed = generatorManifestSchema.parse(demo);
    expect(parsed).toMatchObject({ kind: 'generator', w_mode: 'broadcast', image: { to_uint8: 'trunc((x+1)*127.5)' } });
  });

  it('needs no taps, parts, golden files or licence', () => {
    const bare = ['taps', 'parts', 'golden', 'licence', 'feature_taps'].reduce<object>(
      (manifest, field) => changed(manifest, field, undefined) as object,
      demo,
    );
    expect(generatorManifestSchema.parse(bare).feature_taps).toEqual([]);
  });

  it.each([
    ['format', 2],
    ['kind', 'classifier'],
    ['name', ''],
    ['mapping', undefined],
    ['mapping.sha256', 'ABC'],
    ['mapping.file', '/etc/passwd'],
    ['mapping.file', '../secret.onnx'],
    ['mapping.file', 'C:/model.onnx'],
    ['mapping.file', 'models\\mapping.onnx'],
    ['z_dim', 0],
    ['w_dim', 1e9],
    ['w_dim', 2.5],
    ['num_ws', '32'],
    ['w_mode', 'guess'],
    ['truncation.mode', 'global'],
    ['truncation.default', -1],
    ['image.layout', 'NHWC'],
    ['image.size', [64]],
    ['image.size', [64, 100000]],
    ['image.range', [0, 1]],
    ['image.to_uint8', 'round((x+1)*127.5)'],
    ['labels', undefined],
  ])('refuses %s = %j and names it', (path, value) => {
    const issues = generatorManifestSchema.safeParse(changed(demo, path, value)).error?.issues ?? [];
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue.path.join('.')).toMatch(new RegExp(`^${path}(\\.|$)`));
  });
});

describe('classifier manifest', () => {
  const demo = demoFile('classifier-aux.json');

  it.each(['classifier-aux.json', 'classifier-class-only.json'])('%s of the demo pair is accepted', (name) => {
    expect(classifierManifestSchema.parse(demoFile(name))).toMatchObject({
      kind: 'classifier',
      outputs: { r: { nonneg: true } },
    });
  });

  it('takes images as they come when it names neither resizing nor cropping', () => {
    const plain = changed(changed(demo, 'input.resize', undefined) as object, 'input.crop', undefined);
    expect(classifierManifestSchema.parse(plain).input).toMatchObject({ resize: null, crop: null });
  });

  it.each([
    ['format', '1'],
    ['sha256', undefined],
    ['file', 'a/../../b.onnx'],
    ['input.channels', 'BGR'],
    ['input.mean', [0, 0]],
    ['input.std', [1, 0, 1]],
    ['input.resize', { shorter_side: 256, filter: 'cubic', antialias: true }],
    ['input.crop', 'random'],
    ['outputs.r', undefined],
    ['outputs.r.dim', 0],
    ['outputs.r.definition', ''],
    ['outputs.r.nonneg', undefined],
    ['outputs.logits.name', ''],
    ['head', { file: 'head.f32', weight: [10], bias: [10], input: 'r' }],
    ['labels', undefined],
  ])('refuses %s = %j and names it', (path, value) => {
    const issues = classifierManifestSchema.safeParse(changed(demo, path, value)).error?.issues ?? [];
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue.path.join('.')).toMatch(new RegExp(`^${path}(\\.|$)`));
  });
});
