import { describe, expect, it } from 'vitest';
import { type LinkerOrigin, readOrigin, requireSameOrigin, writeOrigin } from '#core/linkerOrigin.ts';

const model = (name: string, digit: string) => ({ name, sha256: digit.repeat(64) });
const origin: LinkerOrigin = { classifier: model('seer', '1'), generator: model('painter', '2') };

describe('readOrigin', () => {
  it('gives what was written', () => {
    expect(readOrigin(writeOrigin(origin), 'a.npz')).toEqual(origin);
  });

  it.each([
    ['text', 'hello', 'What a.npz says of its classifier and generator is not JSON.'],
    ['no generator', JSON.stringify({ classifier: origin.classifier }), 'generator does not fit'],
    ['half a hash', JSON.stringify({ ...origin, classifier: { name: 'seer', sha256: '12' } }), 'classifier.sha256'],
  ])('refuses %s', (_, text, message) => {
    expect(() => readOrigin(text, 'a.npz')).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(message) }),
    );
  });
});

describe('requireSameOrigin', () => {
  it('takes the same models, whatever they are called now', () => {
    const renamed = { ...origin, classifier: { ...origin.classifier, name: 'seer, renamed' } };
    expect(() => requireSameOrigin(origin, renamed, 'a.npz')).not.toThrow();
  });

  it.each([
    [{ ...origin, classifier: model('reader', '3') }, 'a.npz reads seer, but the samples are of reader.'],
    [{ ...origin, generator: model('drawer', '3') }, 'a.npz gives latents of painter, but the samples are of drawer.'],
    [
      { ...origin, classifier: model('seer', '3') },
      'a.npz reads seer (11111111), but the samples are of seer (33333333).',
    ],
  ])('says what differs: %#', (samples, message) => {
    expect(() => requireSameOrigin(origin, samples, 'a.npz')).toThrow(message);
  });
});
