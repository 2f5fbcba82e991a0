import type { ClassifierManifest, GeneratorManifest, PairDescription } from '#core/manifest.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** Names on the left, what the manifest says on the right. */
export type Fact = readonly [name: string, value: string];

export function generatorFacts({ generator, parts }: PairDescription): Fact[] {
  const { z_dim, c_dim, truncation, image, feature_taps, licence } = generator;
  const [height, width] = image.size;
  const taps = feature_taps.map(({ name, channels, size }) =>
    t('models.tap', { name, channels: formatNumber(channels), size: formatNumber(size) }),
  );
  return [
    [t('models.latentZ'), t('models.latentZValue', { z: formatNumber(z_dim) })],
    [
      t('models.classInput'),
      c_dim === 0 ? t('models.classInputNone') : t('models.classInputValue', { classes: formatNumber(c_dim) }),
    ],
    [t('models.latentW'), latentText(generator)],
    [t('models.truncation'), t('models.truncationValue', { psi: formatNumber(truncation.default) })],
    [t('models.image'), t('models.imageValue', { width: formatNumber(width), height: formatNumber(height) })],
    [t('models.taps'), listText(taps)],
    [t('models.parts'), listText(parts.map(({ name }) => name))],
    [t('models.licence'), licence ?? t('models.licenceUnknown')],
  ];
}

function latentText({ w_dim, w_mode, num_ws }: GeneratorManifest): string {
  const w = formatNumber(w_dim);
  return w_mode === 'broadcast'
    ? t('models.latentWBroadcast', { w })
    : t('models.latentWPerLayer', { w, layers: formatNumber(num_ws) });
}

export function classifierFacts({ classifier, classNames, headSha256 }: PairDescription): Fact[] {
  const { input, outputs, licence } = classifier;
  const [height, width] = input.size;
  const { dim, definition, nonneg } = outputs.r;
  const units = t('models.representationValue', { units: formatNumber(dim), count: dim });
  return [
    [t('models.input'), t('models.imageValue', { width: formatNumber(width), height: formatNumber(height) })],
    [
      t('models.normalised'),
      t('models.normalisedValue', { mean: channelText(input.mean), sd: channelText(input.std) }),
    ],
    [t('models.prepared'), preparationText(input)],
    [t('models.representation'), `${units}, ${nonneg ? t('models.nonneg') : t('models.signed')}`],
    [t('models.definition'), definition],
    [t('models.head'), headSha256 === null ? t('models.headUnknown') : t('models.headKnown')],
    [t('models.classes'), listText(classNames)],
    [t('models.licence'), licence ?? t('models.licenceUnknown')],
  ];
}

/** Equal channels are said once. */
function channelText(channels: readonly number[]): string {
  const [first] = channels;
  const shown = channels.every((channel) => channel === first) ? channels.slice(0, 1) : channels;
  return shown.map((channel) => formatNumber(channel)).join(', ');
}

function preparationText({ resize, crop }: ClassifierManifest['input']): string {
  const steps = [
    ...(resize === null ? [] : [t('models.preparedResize', { side: formatNumber(resize.shorter_side) })]),
    ...(resize?.antialias === true ? [t('models.preparedAntialias')] : []),
    ...(crop === null ? [] : [t('models.preparedCrop')]),
  ];
  return steps.length === 0 ? t('models.preparedAsIs') : steps.join(', ');
}

const MOST_NAMES = 12;

export function listText(names: readonly string[]): string {
  if (names.length === 0) return t('models.none');
  if (names.length <= MOST_NAMES) return names.join(', ');
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return t('models.moreClasses', { names: shown, more: formatNumber(names.length - MOST_NAMES) });
}
