import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openProject } from '#backend/store/project.ts';
import { artifactId } from '#core/artifact.ts';
import type { Dtype, TypedArray } from '#core/tensor.ts';
import { PAIR, partOf, placed, samplesOf } from './storedParts.ts';
import { fillProject, SEALING, temporaryFolder, temporaryProject } from './temporaryProject.ts';

describe('an artifact', () => {
  test('comes back as it was stored, after the file was closed and opened', () => {
    const project = temporaryProject();
    const { pair, samples } = fillProject(project, 130);
    project.close();
    const { artifacts, images } = openProject(project.path);

    expect(artifacts.artifact(samples)).toMatchObject({
      id: artifactId(samplesOf(pair)),
      stage: 'samples',
      version: 1,
      params: { seed: 0 },
      inputs: [{ role: 'pair', id: pair }],
      state: 'sealed',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      summary: SEALING.summary,
      device: 'cpu',
      libraries: SEALING.libraries,
      elapsedMs: 12,
      sizeBytes: 130 * (24 * 4 + 4 + 8 + 8 + 5000) + 6 * 4,
    });
    expect(artifacts.list().map(({ id }) => id)).toEqual([pair, samples]);
    const stored = [...artifacts.placedParts(samples)];
    expect(stored).toEqual(
      placed(0, 130).map(({ part, ordinal }) => {
        const { bytes: _, ...image } = part.image ?? { bytes: null };
        return { ordinal, part: { ...part, image } };
      }),
    );
    expect(artifacts.partAt(samples, 77)).toEqual(stored[77]?.part);
    expect(artifacts.partCount(samples)).toBe(130);
    expect(artifacts.imageAt(samples, 129)).toEqual(stored[129]?.part.image);
    expect(artifacts.array(samples, 'table')).toEqual({ data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3] });
    const image = partOf(5).image;
    expect(images.get(image?.hash ?? '')).toMatchObject({
      mediaType: 'image/webp',
      tiles: 4,
      widthPx: 64,
      heightPx: 48,
    });
    expect(artifacts.picture(image?.hash ?? '')?.bytes).toEqual(Buffer.from(image?.bytes ?? []));
    expect(images.get('unknown')).toBeNull();
  });

  test('of a recipe whose input is missing or unfinished is not begun', () => {
    const { artifacts } = temporaryProject();
    expect(() => artifacts.begin(samplesOf('0'.repeat(32)))).toThrow('The project has no result 000');
    const pair = artifacts.begin(PAIR).artifactId;
    expect(() => artifacts.begin(samplesOf(pair))).toThrow('The pair result that this needs is not finished.');
    expect(artifacts.list()).toHaveLength(1);
  });

  test('goes on where it was left', () => {
    const project = temporaryProject();
    const first = project.artifacts.begin(PAIR);
    first.commit(placed(0, 2));
    project.close();
    const again = openProject(project.path);
    const writer = again.artifacts.begin(PAIR);
    expect(writer.stored([partOf(0).id, partOf(1).id, partOf(2).id])).toEqual(new Set([partOf(0).id, partOf(1).id]));
    expect(writer.read(partOf(1).id).arrays).toEqual(partOf(1).arrays);
    writer.commit(placed(0, 3));
    expect(again.artifacts.partCount(writer.artifactId)).toBe(3);
    expect(again.counts()).toEqual({ artifacts: 1, images: 3 });
    again.close();
  });

  test('shows the parts that it has while it is building', () => {
    const { artifacts } = temporaryProject();
    const writer = artifacts.begin(PAIR);
    writer.commit([{ part: partOf(7), ordinal: 7 }]);
    writer.commit([{ part: partOf(2), ordinal: 2 }]);
    expect(Array.from(artifacts.placedParts(writer.artifactId), ({ ordinal, part }) => [ordinal, part.key])).toEqual([
      [2, partOf(2).key],
      [7, partOf(7).key],
    ]);
    expect(artifacts.partCount(writer.artifactId)).toBe(2);
    expect(() => artifacts.seal(writer.artifactId, SEALING)).toThrow('2 parts for 8 places');
    expect(artifacts.artifact(writer.artifactId)).toMatchObject({ state: 'building', digest: null });
    expect(() => artifacts.partAt(writer.artifactId, 3)).toThrow('no part 3');
    expect(artifacts.imageAt(writer.artifactId, 3)).toBeNull();
  });

  test('can be written while its parts are read', () => {
    const { artifacts } = temporaryProject();
    const writer = artifacts.begin(PAIR);
    writer.commit(placed(0, 100));
    let seen = 0;
    for (const { ordinal } of artifacts.placedParts(writer.artifactId)) {
      if (ordinal < 100) writer.commit(placed(100 + ordinal, 101 + ordinal));
      seen++;
    }
    expect(seen).toBe(200);
  });

  test('takes over parts that another one stored', () => {
    const project = temporaryProject();
    const { pair } = fillProject(project, 4);
    const writer = project.artifacts.begin(samplesOf(pair, 1));
    const ids = [3, 1].map((n) => partOf(n).id);
    expect(writer.stored(ids)).toEqual(new Set(ids));
    writer.adopt(ids.map((partId, ordinal) => ({ partId, ordinal })));
    writer.adopt([{ partId: ids[0] as string, ordinal: 0 }]);
    const { id } = project.artifacts.seal(writer.artifactId, SEALING);
    expect(project.artifacts.partAt(id, 0).key).toEqual(partOf(3).key);
    expect(project.counts()).toEqual({ artifacts: 3, images: 4 });
    expect(() => project.artifacts.begin(samplesOf(pair, 2)).adopt([{ partId: 'no such part', ordinal: 0 }])).toThrow(
      'no part no such',
    );
  });

  test('takes a batch wholly or not at all', () => {
    const { artifacts } = temporaryProject();
    const writer = artifacts.begin(PAIR);
    writer.commit(placed(0, 1));
    expect(() => writer.commit([...placed(1, 3), { part: partOf(9), ordinal: 0 }])).toThrow('Place 0');
    expect(() => writer.commit([{ part: partOf(0), ordinal: 5 }])).toThrow('Place 5');
    expect(writer.stored([1, 2, 9].map((n) => partOf(n).id))).toEqual(new Set());
    expect(artifacts.partCount(writer.artifactId)).toBe(1);
  });

  test('replaces an array while it is building', () => {
    const { artifacts } = temporaryProject();
    const writer = artifacts.begin(PAIR);
    writer.putArray('bias', { data: Float32Array.of(1), shape: [1] });
    writer.putArray('bias', { data: Float64Array.of(2, 3), shape: [2] });
    expect(artifacts.array(writer.artifactId, 'bias')).toEqual({ data: Float64Array.of(2, 3), shape: [2] });
    expect(() => artifacts.array(writer.artifactId, 'weights')).toThrow('has no array weights');
  });

  test('is never changed once it is sealed', () => {
    const project = temporaryProject();
    const { pair } = fillProject(project);
    const writer = project.artifacts.begin(samplesOf(pair, 1));
    writer.commit(placed(0, 1));
    project.artifacts.seal(writer.artifactId, SEALING);
    const sentence = 'A sealed artifact is never changed.';
    expect(() => writer.commit(placed(1, 2))).toThrow(sentence);
    expect(() => writer.adopt([{ partId: partOf(2).id, ordinal: 1 }])).toThrow(sentence);
    expect(() => writer.putArray('late', { data: Float32Array.of(1), shape: [1] })).toThrow(sentence);
    expect(() => project.artifacts.seal(writer.artifactId, SEALING)).toThrow(sentence);
    expect(() => project.artifacts.begin(samplesOf(pair, 1))).toThrow('This samples result is finished already.');
  });
});

describe('the digest', () => {
  const digestOf = (
    fill: (writer: ReturnType<ReturnType<typeof temporaryProject>['artifacts']['begin']>) => void,
    elapsedMs = 1,
  ) => {
    const { artifacts } = temporaryProject(temporaryFolder());
    const writer = artifacts.begin(PAIR);
    fill(writer);
    return artifacts.seal(writer.artifactId, { ...SEALING, elapsedMs }).digest;
  };
  const array = { data: Float32Array.of(1, 2), shape: [2] };

  test('is that of the content: not of time, batches, or the encoding of pictures', () => {
    const once = digestOf((writer) => {
      writer.commit(placed(0, 4));
      writer.putArray('a', array);
    });
    const otherwise = digestOf((writer) => {
      writer.putArray('a', array);
      const image = partOf(0).image;
      writer.commit(placed(2, 4));
      writer.commit([{ part: { ...partOf(0), image: image && { ...image, bytes: Uint8Array.of(1) } }, ordinal: 0 }]);
      writer.commit(placed(1, 2));
    }, 999);
    expect(otherwise).toBe(once);
  });

  test.each<[string, Parameters<typeof digestOf>[0]]>([
    ['a value', (writer) => writer.putArray('a', { data: Float32Array.of(1, 3), shape: [2] })],
    ['a shape', (writer) => writer.putArray('a', { data: Float32Array.of(1, 2), shape: [1, 2] })],
    ['a dtype', (writer) => writer.putArray('a', { data: new Int32Array(Float32Array.of(1, 2).buffer), shape: [2] })],
    ['a name', (writer) => writer.putArray('b', array)],
  ])('tells %s apart', (_, change) => {
    expect(digestOf(change)).not.toBe(digestOf((writer) => writer.putArray('a', array)));
  });

  test('tells the order of parts apart', () => {
    const swapped = digestOf((writer) => writer.commit([0, 1].map((n) => ({ part: partOf(n), ordinal: 1 - n }))));
    expect(swapped).not.toBe(digestOf((writer) => writer.commit(placed(0, 2))));
  });
});

describe('the default of a stage', () => {
  test('is the newest sealed artifact until one is chosen, and falls back when that is removed', () => {
    const { artifacts } = temporaryProject();
    const seal = (seed: number) =>
      artifacts.seal(artifacts.begin({ stage: 'pair', params: { seed }, inputs: [] }).artifactId, SEALING).id;
    expect(artifacts.defaultOf('pair')).toBeNull();
    const first = seal(1);
    const second = seal(2);
    const building = artifacts.begin({ stage: 'pair', params: { seed: 3 }, inputs: [] }).artifactId;
    expect(artifacts.defaultOf('pair')).toBe(second);
    artifacts.setDefault(first);
    expect(artifacts.defaultOf('pair')).toBe(first);
    expect(() => artifacts.setDefault(building)).toThrow('not finished');
    artifacts.remove(first);
    expect(artifacts.defaultOf('pair')).toBe(second);
  });
});

describe('removing', () => {
  test('refuses an artifact that others were made from, and takes a sealed one away whole', () => {
    const project = temporaryProject();
    const { pair, samples } = fillProject(project);
    expect(() => project.artifacts.remove(pair)).toThrow('This pair result is the base of later ones (samples)');
    project.artifacts.remove(samples);
    expect(project.artifacts.find(samples)).toBeNull();
    expect(() => project.artifacts.partCount(samples)).toThrow('has no result');
    project.artifacts.remove(pair);
    expect(project.artifacts.list()).toEqual([]);
    expect(() => project.artifacts.remove(pair)).toThrow('has no result');
  });
});

test('any array survives, whatever its type, shape, size or place in memory', () => {
  const { artifacts } = temporaryProject();
  const writer = artifacts.begin(PAIR);
  const make: Record<Dtype, (bytes: Uint8Array<ArrayBuffer>) => TypedArray> = {
    float32: (bytes) => new Float32Array(bytes.slice(0, bytes.length & ~3).buffer),
    float64: (bytes) => new Float64Array(bytes.slice(0, bytes.length & ~7).buffer),
    int32: (bytes) => new Int32Array(bytes.slice(0, bytes.length & ~3).buffer),
    // A view into the middle of a larger buffer.
    uint8: (bytes) => bytes.subarray(bytes.length >> 2),
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(make) as Dtype[])),
      fc.uint8Array({ maxLength: 300 }),
      (dtype, bytes) => {
        const data = make[dtype](new Uint8Array(bytes));
        writer.putArray('a', { data, shape: [data.length] });
        const back = artifacts.array(writer.artifactId, 'a').data;
        // Bytes, because NaNs differ in their bits and are stored with them.
        expect([back.constructor, ...new Uint8Array(back.buffer, back.byteOffset, back.byteLength)]).toEqual([
          data.constructor,
          ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
        ]);
      },
    ),
  );
});

test('an array of several chunks survives', () => {
  const { artifacts } = temporaryProject();
  const writer = artifacts.begin(PAIR);
  const data = Float32Array.from({ length: 700_000 }, (_, i) => Math.sin(i));
  writer.putArray('large', { data, shape: [700, 1000] });
  expect(artifacts.array(writer.artifactId, 'large')).toEqual({ data, shape: [700, 1000] });
});
