import type { FeatureDistanceRequest } from '#core/engine.ts';
import { Failure } from '#core/failure.ts';
import { featureDistance } from '#core/mask/featureDistance.ts';
import { expectShape } from '#core/tensor.ts';
import type { OpenPair } from './openPair.ts';

/** Distance of every pixel from one of them in the generator's features: [H W] uint8. */
export async function measureFeatures(pair: OpenPair, { w, x, y }: FeatureDistanceRequest): Promise<Uint8Array> {
  const { image, feature_taps } = pair.files.generator;
  const [heightPx, widthPx] = image.size;
  expectShape(w.shape, [1, pair.latentSize], 'the latent of the picture');
  if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) {
    throw new Failure('BAD_INPUT', `The picture has no pixel ${x}, ${y}.`);
  }
  const features = await pair.features(1, w.data);
  const maps = feature_taps.map((tap) => ({ ...tap, data: features[tap.name] as Float32Array }));
  return Uint8Array.from(featureDistance(maps, widthPx, heightPx, x, y), Math.round);
}
