import { samplesParamsSchema } from '#core/params.ts';
import type { SamplesSummary } from '#core/summary.ts';
import type { ArtifactNode } from '#core/views/project.ts';
import { formatNumber } from '#renderer/format.ts';
import { t } from '#renderer/text.ts';

/** A set of samples in a list: how many, and the two parameters that tell it from its like. */
export function samplesLabel({ artifact }: Pick<ArtifactNode, 'artifact'>): string {
  const { count, arrays } = artifact.summary as unknown as SamplesSummary;
  if (arrays) return t('samples.arraysLabel', { count, samples: formatNumber(count), file: arrays.representations });
  const { psi, seed } = samplesParamsSchema.parse(artifact.params);
  return t('samples.label', { count, samples: formatNumber(count), psi: formatNumber(psi), seed: String(seed) });
}
