import { describe, expect, test } from 'vitest';
import { classifierManifestSchema, generatorManifestSchema, type PairDescription } from '#core/manifest.ts';
import { classifierFacts, generatorFacts, listText } from '#renderer/models/modelFacts.ts';
import demoClassifier from '../../../resources/demo/classifier-aux.json';
import demoGenerator from '../../../resources/demo/generator.json';

const demo: PairDescription = {
  generator: generatorManifestSchema.parse(demoGenerator),
  classifier: classifierManifestSchema.parse(demoClassifier),
  classNames: ['fox', 'cat'],
  parts: [],
  headSha256: null,
};

describe('facts of a pair', () => {
  test('the demo generator', () => {
    const facts = new Map(generatorFacts(demo));
    expect(facts.get('latent z')).toBe(`${demo.generator.z_dim}, standard normal`);
    expect(facts.get('latent w')).toBe(`${demo.generator.w_dim}, the same for all layers`);
    expect(facts.get('picture')).toMatch(/^\d+ × \d+ px, RGB$/);
    expect(facts.get('parts')).toBe('none');
  });

  test('one w a layer, and a picture that is wider than high', () => {
    const generator = {
      ...demo.generator,
      w_mode: 'per_layer' as const,
      num_ws: 14,
      image: { ...demo.generator.image, size: [64, 128] as [number, number] },
    };
    const facts = new Map(generatorFacts({ ...demo, generator }));
    expect(facts.get('latent w')).toContain('14 layers');
    expect(facts.get('picture')).toBe('128 × 64 px, RGB');
  });

  test('the demo classifier takes pictures as they are drawn', () => {
    const facts = new Map(classifierFacts(demo));
    expect(facts.get('prepared')).toBe('as it is drawn');
    expect(facts.get('normalised')).toBe('mean 0.5, sd 0.25');
    expect(facts.get('representation r')).toBe(`${demo.classifier.outputs.r.dim} units, never negative`);
    expect(facts.get('logit weights')).toBe('not given by the manifest');
  });

  test('channels that differ are all said, and every step of the preparation', () => {
    const input = {
      ...demo.classifier.input,
      mean: [0.485, 0.456, 0.406],
      resize: { shorter_side: 256, filter: 'bilinear' as const, antialias: true },
      crop: 'center' as const,
    };
    const facts = new Map(classifierFacts({ ...demo, classifier: { ...demo.classifier, input } }));
    expect(facts.get('normalised')).toBe('mean 0.485, 0.456, 0.406, sd 0.25');
    expect(facts.get('prepared')).toBe('shorter side to 256 px, bilinear, antialiased, centre crop');
  });

  test('long lists end with how many more there are', () => {
    expect(listText(Array.from({ length: 1000 }, (_, index) => `class ${index}`))).toMatch(/ and 988 more$/);
  });
});
